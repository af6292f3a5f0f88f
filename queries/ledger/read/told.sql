-- name: told
-- reads: released, publication, rounded
-- params: until
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn, ordning
-- What rounded publications have told of counts, each time that it was new or other, in
-- the order of the publications; tal is NULL where it was hidden.
WITH r AS (
    SELECT released.*, dense_rank() OVER (ORDER BY publication.publicerad, publication.id) AS ordning FROM released
    JOIN publication ON publication.id = released.publikation
    JOIN rounded ON rounded.publikation = released.publikation
    WHERE slag IN ('antal', 'par') AND publication.publicerad <= $until
)
SELECT matt, niva, omrade, indelning, kategori, period, 'varde' AS kolumn, varde AS tal, ordning FROM r
UNION ALL
SELECT matt, niva, omrade, indelning, kategori, period, 'namnare', namnare, ordning FROM r WHERE slag = 'par'
ORDER BY matt, period, indelning, niva, omrade, kategori, kolumn, ordning

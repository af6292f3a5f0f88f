-- name: shown
-- reads: released, publication, rounded
-- params: until
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn, tal, till
-- Every figure that needs protection and that some publication has shown; till is
-- what a count was rounded to, 0 where it was told as it is.
WITH r AS (
    SELECT released.*, coalesce(rounded.till, 0) AS avrundat FROM released
    JOIN publication ON publication.id = released.publikation
    LEFT JOIN rounded ON rounded.publikation = released.publikation
    WHERE slag <> 'offentlig' AND publication.publicerad <= $until
)
SELECT DISTINCT matt, niva, omrade, indelning, kategori, period, kolumn, tal, till
FROM (
    SELECT matt, niva, omrade, indelning, kategori, period, 'varde' AS kolumn, varde AS tal, CASE WHEN slag IN ('antal', 'par') THEN avrundat ELSE 0 END AS till FROM r
    UNION ALL
    SELECT matt, niva, omrade, indelning, kategori, period, 'namnare', namnare, avrundat FROM r
    UNION ALL
    SELECT matt, niva, omrade, indelning, kategori, period, 'antal', antal, avrundat FROM r
)
WHERE tal IS NOT NULL
ORDER BY matt, period, indelning, niva, omrade, kategori, kolumn, tal, till

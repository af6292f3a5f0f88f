-- name: shown
-- reads: released, publication
-- params: until
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn, tal
-- Every figure that needs protection and that some publication has shown.
WITH r AS (
    SELECT released.* FROM released
    JOIN publication ON publication.id = released.publikation
    WHERE slag <> 'offentlig' AND publication.publicerad <= $until
)
SELECT DISTINCT matt, niva, omrade, indelning, kategori, period, kolumn, tal
FROM (
    SELECT matt, niva, omrade, indelning, kategori, period, 'varde' AS kolumn, varde AS tal FROM r
    UNION ALL
    SELECT matt, niva, omrade, indelning, kategori, period, 'namnare', namnare FROM r
    UNION ALL
    SELECT matt, niva, omrade, indelning, kategori, period, 'antal', antal FROM r
)
WHERE tal IS NOT NULL
ORDER BY matt, period, indelning, niva, omrade, kategori, kolumn, tal

-- name: fact_ekonomiskt_bistand
-- reads: grid_month, current_ekonomiskt_bistand
-- params: source_ekonomiskt_bistand
-- grain: matt, niva, omrade, indelning, kategori, period
-- Households, their cost and, where it was delivered, the cost per household.
-- Where that ratio was not delivered there is no row: it is made of the others.
WITH row_or_gap AS (
    SELECT g.niva, g.omrade, g.indelning, g.period, r.hushall, r.kostnad_tkr, r.kostnad_per_hushall, r.receipt,
           CASE WHEN r.receipt IS NULL THEN '' ELSE coalesce(nullif(r.kalla, ''), $source_ekonomiskt_bistand) END AS kalla
    FROM grid_month AS g
    LEFT JOIN current_ekonomiskt_bistand AS r ON r.stadsdel = g.omrade AND r.niva = g.niva AND r.manad = g.period
    WHERE g.feed = 'ekonomiskt_bistand'
)
SELECT 'hushall' AS matt, 'antal' AS slag, niva, omrade, indelning, '' AS kategori, period,
       hushall::DECIMAL(18, 3) AS varde, 'hushåll' AS enhet,
       CASE WHEN hushall IS NULL THEN 'ej_levererad' ELSE 'ok' END AS status, kalla, receipt AS kvitto
FROM row_or_gap
UNION ALL
SELECT 'kostnad_tkr', 'belopp', niva, omrade, indelning, '', period, kostnad_tkr, 'tkr',
       CASE WHEN kostnad_tkr IS NULL THEN 'ej_levererad' ELSE 'ok' END, kalla, receipt
FROM row_or_gap
UNION ALL
SELECT 'kostnad_per_hushall', 'levererad_kvot', niva, omrade, indelning, '', period, kostnad_per_hushall, 'kr',
       'levererad', kalla, receipt
FROM row_or_gap
WHERE kostnad_per_hushall IS NOT NULL
ORDER BY matt, period, niva, omrade

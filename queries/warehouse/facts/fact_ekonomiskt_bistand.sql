-- name: fact_ekonomiskt_bistand
-- reads: grid_month, placed_ekonomiskt_bistand
-- params: source_ekonomiskt_bistand
-- grain: matt, niva, omrade, indelning, kategori, period
-- Households, their cost and, where it was delivered, the cost per household.
-- Where that ratio was not delivered there is no row: it is made of the others.
-- What was added up of former districts says so in its source.
WITH row_or_gap AS (
    SELECT g.niva, g.omrade, g.indelning, g.period, r.hushall, r.kostnad_tkr, r.kostnad_per_hushall, coalesce(r.dolda, []) AS dolda, coalesce(r.delar, '') AS delar,
           CASE WHEN r.hel THEN r.receipt END AS receipt,
           CASE WHEN r.hel THEN coalesce(nullif(r.kalla, ''), $source_ekonomiskt_bistand) END AS kalla,
           CASE WHEN r.hel AND r.delar <> '' THEN 'summan av ' || r.delar
                WHEN NOT r.hel THEN 'levererat bara för ' || r.delar END AS tecken
    FROM grid_month AS g
    LEFT JOIN placed_ekonomiskt_bistand AS r ON r.omrade = g.omrade AND r.niva = g.niva AND r.manad = g.period
    WHERE g.feed = 'ekonomiskt_bistand'
)
SELECT 'hushall' AS matt, 'antal' AS slag, niva, omrade, indelning, '' AS kategori, period,
       hushall::DECIMAL(18, 3) AS varde, 'hushåll' AS enhet,
       CASE WHEN hushall IS NOT NULL THEN 'ok' WHEN list_contains(dolda, 'hushall') THEN 'dold' ELSE 'ej_levererad' END AS status,
       concat_ws(', ', nullif(kalla, ''), tecken,
           CASE WHEN hushall IS NOT NULL AND delar <> '' THEN 'hushåll som fått bistånd i flera av dem räknas flera gånger' END) AS kalla,
       receipt AS kvitto, CASE WHEN hushall IS NOT NULL THEN delar ELSE '' END AS delar
FROM row_or_gap
UNION ALL
SELECT 'kostnad_tkr', 'belopp', niva, omrade, indelning, '', period, kostnad_tkr, 'tkr',
       CASE WHEN kostnad_tkr IS NOT NULL THEN 'ok' WHEN list_contains(dolda, 'kostnad_tkr') THEN 'dold' ELSE 'ej_levererad' END, concat_ws(', ', nullif(kalla, ''), tecken), receipt,
       CASE WHEN kostnad_tkr IS NOT NULL THEN delar ELSE '' END
FROM row_or_gap
UNION ALL
SELECT 'kostnad_per_hushall', 'levererad_kvot', niva, omrade, indelning, '', period, kostnad_per_hushall, 'kr',
       CASE WHEN kostnad_per_hushall IS NOT NULL THEN 'levererad' ELSE 'dold' END, coalesce(kalla, ''), receipt, ''
FROM row_or_gap
WHERE kostnad_per_hushall IS NOT NULL OR delar = '' AND list_contains(dolda, 'kostnad_per_hushall')
ORDER BY matt, period, niva, omrade

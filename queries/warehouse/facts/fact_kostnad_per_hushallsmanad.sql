-- name: fact_kostnad_per_hushallsmanad
-- reads: grid_month, ar_del, kostnad_summa, kostnad_kvot, kostnad_utanfor_grans
-- params: source_utbetalningar
-- grain: matt, niva, omrade, indelning, kategori, period
-- Kronor paid per household and month, from each household's payments, for
-- months and for years. bidragare, storsta and nast_storsta are in the unit of
-- the figure: what a household adds to the ratio is its kronor over the months of
-- all households, so that all of them add up to the figure.
WITH area AS (
    SELECT period, niva, omrade, indelning FROM grid_month WHERE feed = 'utbetalningar'
    UNION ALL
    SELECT DISTINCT ar, niva, omrade, indelning FROM ar_del WHERE feed = 'utbetalningar'
)
SELECT 'kostnad_per_hushallsmanad' AS matt, 'sammanfattning' AS slag, a.niva, a.omrade, a.indelning, '' AS kategori, a.period,
       k.varde, k.nedre, k.ovre, CASE WHEN s.kr IS NOT NULL THEN s.antal END AS antal, u.under_nedre, u.over_ovre, 'kr' AS enhet,
       CASE WHEN k.varde IS NULL THEN 'ej_levererad' ELSE 'ok' END AS status,
       CASE WHEN s.antal IS NULL THEN '' ELSE $source_utbetalningar END AS kalla, s.kvitto,
       CASE WHEN s.kr IS NOT NULL THEN s.antal END AS bidragare,
       (s.storsta / s.manader)::DECIMAL(18, 3) AS storsta, (s.nast_storsta / s.manader)::DECIMAL(18, 3) AS nast_storsta
FROM area AS a
LEFT JOIN kostnad_summa AS s ON s.period = a.period AND s.niva = a.niva AND s.omrade = a.omrade
LEFT JOIN kostnad_kvot AS k ON k.period = a.period AND k.niva = a.niva AND k.omrade = a.omrade
LEFT JOIN kostnad_utanfor_grans AS u ON u.period = a.period AND u.niva = a.niva AND u.omrade = a.omrade
ORDER BY a.period, a.niva, a.omrade

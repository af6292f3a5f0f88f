-- name: kostnad_utanfor_grans
-- reads: current_utbetalningar, utbetalning_plats, kostnad_hushall, kostnad_kvot
-- grain: period, niva, omrade
-- How many households cost strictly less, and strictly more, a month than the
-- limits of their area's figure: the gate asks that of every limit.
SELECT k.period, k.niva, k.omrade, count(*) FILTER (u.belopp_kr < k.nedre) AS under_nedre, count(*) FILTER (u.belopp_kr > k.ovre) AS over_ovre
FROM kostnad_kvot AS k
JOIN utbetalning_plats AS p ON p.period = k.period AND p.niva = k.niva AND p.omrade = k.omrade
JOIN current_utbetalningar AS u ON u.manad = p.period AND u.niva = p.niva AND u.stadsdel = p.stadsdel
GROUP BY k.period, k.niva, k.omrade
UNION ALL
SELECT k.period, k.niva, k.omrade, count(*) FILTER (u.belopp_kr < k.nedre), count(*) FILTER (u.belopp_kr > k.ovre)
FROM kostnad_kvot AS k
JOIN current_utbetalningar AS u ON u.manad = k.period
WHERE k.niva = 'stad'
GROUP BY k.period, k.niva, k.omrade
UNION ALL
SELECT k.period, k.niva, k.omrade, count(*) FILTER (h.kr < k.nedre * h.manader), count(*) FILTER (h.kr > k.ovre * h.manader)
FROM kostnad_kvot AS k
JOIN kostnad_hushall AS h ON h.period = k.period AND h.niva = k.niva AND h.omrade = k.omrade
GROUP BY k.period, k.niva, k.omrade
ORDER BY 1, 2, 3

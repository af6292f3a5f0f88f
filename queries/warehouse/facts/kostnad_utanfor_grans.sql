-- name: kostnad_utanfor_grans
-- reads: kostnad_hushall, kostnad_kvot
-- grain: period, niva, omrade
-- How many households cost strictly less, and strictly more, a month than the
-- limits of their area's figure: the gate asks that of every limit.
SELECT k.period, k.niva, k.omrade, count(*) FILTER (h.kr < k.nedre * h.manader) AS under_nedre, count(*) FILTER (h.kr > k.ovre * h.manader) AS over_ovre
FROM kostnad_kvot AS k
JOIN kostnad_hushall AS h ON h.period = k.period AND h.niva = k.niva AND h.omrade = k.omrade
GROUP BY k.period, k.niva, k.omrade
ORDER BY k.period, k.niva, k.omrade

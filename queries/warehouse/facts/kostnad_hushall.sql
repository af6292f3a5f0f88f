-- name: kostnad_hushall
-- reads: utbetalning_placerad, grid_month, ar_del
-- grain: period, niva, omrade, hushall
-- What each household was paid in an area, and in how many months of the period:
-- the pairs that the cost per household and month is a ratio of. Of the city each
-- household is one, wherever it lived. manader is 1 in a month.
SELECT g.period, g.niva, g.omrade, u.hushall, u.belopp_kr AS kr, 1::BIGINT AS manader, u.receipt
FROM grid_month AS g
JOIN utbetalning_placerad AS u ON u.period = g.period AND (g.niva = 'stad' OR u.niva = g.niva AND u.omrade = g.omrade)
WHERE g.feed = 'utbetalningar'
UNION ALL
SELECT d.ar, d.niva, d.omrade, u.hushall, CASE WHEN count(u.belopp_kr) = count(*) THEN sum(u.belopp_kr) END, count(*), max(u.receipt)
FROM ar_del AS d
JOIN utbetalning_placerad AS u ON u.period = d.period AND (d.niva = 'stad' OR u.niva = d.niva AND u.omrade = d.del)
WHERE d.feed = 'utbetalningar' AND d.hel
GROUP BY d.ar, d.niva, d.omrade, u.hushall

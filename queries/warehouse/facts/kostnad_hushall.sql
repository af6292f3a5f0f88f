-- name: kostnad_hushall
-- reads: current_utbetalningar, utbetalning_plats, ar_del
-- grain: period, niva, omrade, hushall
-- What each household was paid in an area during a year, and in how many months:
-- the pairs that the year's cost per household and month is a ratio of. Of the
-- city each household is one, wherever it lived. In a month a payment is a pair.
SELECT d.ar AS period, d.niva, d.omrade, u.hushall, CASE WHEN count(u.belopp_kr) = count(*) THEN sum(u.belopp_kr) END AS kr, count(*) AS manader, max(u.receipt) AS receipt
FROM current_utbetalningar AS u
JOIN utbetalning_plats AS p ON p.period = u.manad AND p.niva = u.niva AND p.stadsdel = u.stadsdel
JOIN ar_del AS d ON d.period = p.period AND d.niva = p.niva AND d.del = p.omrade
WHERE d.feed = 'utbetalningar' AND d.hel
GROUP BY d.ar, d.niva, d.omrade, u.hushall
UNION ALL
SELECT d.ar, d.niva, d.omrade, u.hushall, CASE WHEN count(u.belopp_kr) = count(*) THEN sum(u.belopp_kr) END, count(*), max(u.receipt)
FROM ar_del AS d
JOIN current_utbetalningar AS u ON u.manad = d.period
WHERE d.feed = 'utbetalningar' AND d.hel AND d.niva = 'stad'
GROUP BY d.ar, d.niva, d.omrade, u.hushall

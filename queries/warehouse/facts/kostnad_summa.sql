-- name: kostnad_summa
-- reads: current_utbetalningar, utbetalning_plats, kostnad_hushall, grid_month
-- grain: period, niva, omrade
-- The sums that the ratio and its error need, over the households of an area,
-- kr and months; all NULL where the deliverer hides a payment. storsta and
-- nast_storsta are the two largest amounts, in kr.
WITH month AS (
    SELECT u.manad AS period, p.niva, p.omrade, count(*) AS antal, count(belopp_kr) AS kanda, sum(belopp_kr) AS kr, count(*) AS manader,
           sum(belopp_kr * belopp_kr) AS kr_kr, sum(belopp_kr) AS kr_manader, count(*) AS manader_manader,
           max(belopp_kr) AS storsta, max(belopp_kr, 2)[2] AS nast_storsta, max(receipt) AS kvitto, grouping(p.omrade) AS hela
    FROM current_utbetalningar AS u
    LEFT JOIN utbetalning_plats AS p ON p.period = u.manad AND p.niva = u.niva AND p.stadsdel = u.stadsdel
    GROUP BY GROUPING SETS ((u.manad, p.niva, p.omrade), (u.manad))
),
pair AS (
    SELECT g.period, g.niva, g.omrade, m.* EXCLUDE (period, niva, omrade, hela)
    FROM grid_month AS g
    JOIN month AS m ON m.period = g.period AND (m.hela = 0 AND m.niva = g.niva AND m.omrade = g.omrade OR m.hela = 1 AND g.niva = 'stad')
    WHERE g.feed = 'utbetalningar'
    UNION ALL
    SELECT period, niva, omrade, count(*), count(kr), sum(kr), sum(manader), sum(kr * kr), sum(kr * manader), sum(manader * manader),
           max(kr), max(kr, 2)[2], max(receipt)
    FROM kostnad_hushall
    GROUP BY period, niva, omrade
)
SELECT period, niva, omrade, antal, CASE WHEN kanda = antal THEN kr END AS kr, manader::BIGINT AS manader,
       CASE WHEN kanda = antal THEN kr_kr END AS kr_kr, CASE WHEN kanda = antal THEN kr_manader END AS kr_manader,
       manader_manader::BIGINT AS manader_manader, storsta, nast_storsta, kvitto::BIGINT AS kvitto
FROM pair
ORDER BY period, niva, omrade

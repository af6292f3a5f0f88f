-- name: utbetalning_plats
-- reads: current_utbetalningar, grid_month, indelning_del
-- grain: period, niva, stadsdel
-- The area that the payments of a month made under a name count in, in the
-- division of the month. Names that are none are not here: their payments count
-- in the city only.
WITH reported AS (
    SELECT DISTINCT manad AS period, niva, stadsdel FROM current_utbetalningar
)
SELECT r.period, r.niva, r.stadsdel, g.omrade
FROM reported AS r
JOIN grid_month AS g ON g.feed = 'utbetalningar' AND g.period = r.period AND g.niva = r.niva AND g.niva <> 'stad'
LEFT JOIN indelning_del AS m ON m.i_indelning = g.manadens_indelning AND r.niva = 'stadsdel' AND m.del = r.stadsdel
WHERE g.omrade = CASE WHEN r.niva = 'stadsdel' THEN m.omrade ELSE r.stadsdel END
ORDER BY r.period, r.niva, r.stadsdel

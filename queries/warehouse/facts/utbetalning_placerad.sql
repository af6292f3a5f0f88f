-- name: utbetalning_placerad
-- reads: current_utbetalningar, grid_month, indelning_del
-- grain: hushall, period
-- Payments with the area that they count in, in the division of their month.
-- omrade is empty where that is none: then they count in the city only.
WITH division AS (
    SELECT DISTINCT period, manadens_indelning FROM grid_month WHERE feed = 'utbetalningar'
)
SELECT u.hushall, u.manad AS period, u.niva, CASE WHEN u.niva = 'stadsdel' THEN coalesce(m.omrade, '') ELSE u.stadsdel END AS omrade, u.belopp_kr, u.receipt
FROM current_utbetalningar AS u
JOIN division AS d ON d.period = u.manad
LEFT JOIN indelning_del AS m ON m.i_indelning = d.manadens_indelning AND u.niva = 'stadsdel' AND m.del = u.stadsdel
ORDER BY u.hushall, u.manad

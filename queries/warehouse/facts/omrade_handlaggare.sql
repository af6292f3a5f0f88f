-- name: omrade_handlaggare
-- reads: arende_kohort, grid_month, dagens_delar, indelning_del
-- grain: period, niva, omrade, indelning
-- How many case workers had an area's applications of the twelve months that end
-- with this one, in the districts that it is now made of. Twelve and not one: who
-- works with an area is what a reader can know, whose desks one month's
-- applications landed on is not, and a count that wavers about five from month
-- to month would hide and show by chance. Areas whose deliveries name nobody are
-- not here.
WITH area AS (
    SELECT period, niva, omrade, indelning, manadens_indelning FROM grid_month WHERE feed = 'arenden'
    UNION ALL
    SELECT DISTINCT d.period, 'stadsdel', d.omrade, d.indelning, d.indelning FROM dagens_delar AS d WHERE length(d.period) = 7
),
worked AS (
    SELECT DISTINCT period, omrade, handlaggare FROM arende_kohort WHERE handlaggare IS NOT NULL
)
SELECT a.period, a.niva, a.omrade, a.indelning, count(DISTINCT w.handlaggare) AS handlaggare
FROM area AS a
JOIN worked AS w
    ON w.period <= a.period AND w.period > strftime(period_first(a.period) - INTERVAL 12 MONTH, '%Y-%m')
LEFT JOIN indelning_del AS m ON m.i_indelning = a.manadens_indelning AND m.del = w.omrade
WHERE a.niva = 'stad' OR m.omrade = a.omrade
GROUP BY a.period, a.niva, a.omrade, a.indelning
ORDER BY a.period, a.niva, a.omrade, a.indelning

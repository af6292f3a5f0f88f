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
span AS (
    SELECT m.period, b.period AS before
    FROM (SELECT DISTINCT period FROM area) AS m
    JOIN (SELECT DISTINCT period FROM arende_kohort) AS b
        ON b.period <= m.period AND b.period > strftime(period_first(m.period) - INTERVAL 12 MONTH, '%Y-%m')
),
part AS (
    SELECT a.period, a.niva, a.omrade, a.indelning, m.del
    FROM area AS a
    JOIN indelning_del AS m ON a.niva = 'stadsdel' AND m.i_indelning = a.manadens_indelning AND m.omrade = a.omrade
    UNION ALL
    SELECT a.period, a.niva, a.omrade, a.indelning, w.omrade
    FROM area AS a
    CROSS JOIN (SELECT DISTINCT omrade FROM arende_kohort) AS w
    WHERE a.niva = 'stad'
),
worked AS (
    SELECT DISTINCT period, omrade, handlaggare FROM arende_kohort WHERE handlaggare IS NOT NULL
)
SELECT a.period, a.niva, a.omrade, a.indelning, count(DISTINCT w.handlaggare) AS handlaggare
FROM part AS a
JOIN span AS s ON s.period = a.period
JOIN worked AS w ON w.period = s.before AND w.omrade = a.del
GROUP BY a.period, a.niva, a.omrade, a.indelning
ORDER BY a.period, a.niva, a.omrade, a.indelning

-- name: arende_antal
-- reads: arende_kohort, grid_month, current_scope
-- grain: period, niva, omrade, dagar, beslutad
-- How many cases of each cohort have been followed how long, for districts and
-- for the city, which holds those of no district too. An area without a case in
-- a reported month has one row with antal 0, a month without a report antal NULL.
WITH reported AS (
    SELECT DISTINCT period FROM current_scope WHERE feed = 'arenden'
),
counted AS (
    SELECT period, 'stadsdel' AS niva, omrade, dagar, beslutad, count(*) AS antal, max(receipt) AS receipt
    FROM arende_kohort
    WHERE omrade <> ''
    GROUP BY period, omrade, dagar, beslutad
    UNION ALL
    SELECT k.period, g.niva, g.omrade, k.dagar, k.beslutad, count(*), max(k.receipt)
    FROM arende_kohort AS k
    JOIN grid_month AS g ON g.feed = 'arenden' AND g.niva = 'stad' AND g.period = k.period
    GROUP BY k.period, g.niva, g.omrade, k.dagar, k.beslutad
)
SELECT g.period, g.niva, g.omrade, g.indelning, c.dagar, c.beslutad,
       CASE WHEN r.period IS NOT NULL THEN coalesce(c.antal, 0) END AS antal, c.receipt
FROM grid_month AS g
LEFT JOIN reported AS r ON r.period = g.period
LEFT JOIN counted AS c ON c.period = g.period AND c.niva = g.niva AND c.omrade = g.omrade
WHERE g.feed = 'arenden'
ORDER BY g.period, g.niva, g.omrade, c.dagar, c.beslutad

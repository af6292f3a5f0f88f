-- name: arende_antal
-- reads: arende_kohort, grid_month, current_scope
-- grain: period, niva, omrade, dagar, beslutad
-- How many cases of each cohort have been followed how long, for districts,
-- for the city, which holds those of no district too, and for the units that
-- decide, whichever district the household lives in. An area without a case in
-- a reported month has one row with antal 0, a month without a report antal NULL; a unit without
-- a case in a month has no row.
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
UNION ALL
SELECT period, 'enhet', enhet, '', dagar, beslutad, count(*), max(receipt)
FROM arende_kohort
WHERE enhet IS NOT NULL
GROUP BY period, enhet, dagar, beslutad
ORDER BY period, niva, omrade, dagar, beslutad

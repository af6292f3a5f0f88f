-- name: upprepning_arenden
-- feed: arenden
-- severity: warn
-- title: Filen ska inte upprepa förra månadens ärenden
-- reads: incoming, scope, row_arenden
-- params: period_column
-- As upprepning_utbetalningar: at least twenty cases, not one of them new and
-- not one decided since.
WITH newest AS (
    SELECT period, max(receipt) AS receipt FROM scope WHERE feed = 'arenden' GROUP BY period
),
compared AS (
    SELECT i._period AS period, n.period AS previous, min(i._line) AS line, count(*) AS cases,
           bool_and(e.arende IS NOT NULL AND e.ansokan = i.ansokan AND coalesce(e.beslut = i.beslut, e.beslut IS NULL AND i.beslut IS NULL)) AS same
    FROM incoming AS i
    JOIN newest AS n ON n.period = strftime(period_first(i._period) - INTERVAL 1 MONTH, '%Y-%m')
    LEFT JOIN row_arenden AS e ON e.receipt = n.receipt AND e.manad = n.period AND e.arende = i.arende
    GROUP BY i._period, n.period
)
SELECT line, $period_column AS column_name, 'upprepning' AS rule,
       'alla ' || tal(cases) || ' ärenden för ' || period || ' har samma läge som för ' || previous AS message
FROM compared
WHERE same AND cases >= 20

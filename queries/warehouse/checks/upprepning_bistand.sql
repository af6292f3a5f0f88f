-- name: upprepning_bistand
-- feed: ekonomiskt_bistand
-- severity: refuse_delivery
-- title: Filen ska inte upprepa förra månadens tal
-- reads: incoming, current_ekonomiskt_bistand
-- params: period_column
-- Last month's table with this month's date: at least three areas, all with the
-- households and kronor of the month before. Nothing of such a file is true.
WITH earlier AS (
    SELECT manad AS period, stadsdel AS area, hushall, kostnad_tkr FROM current_ekonomiskt_bistand
    UNION
    SELECT _period, _area, hushall, kostnad_tkr FROM incoming
),
compared AS (
    SELECT i._period AS period, e.period AS previous, min(i._line) AS line, count(*) AS areas,
           bool_and(e.area IS NOT NULL AND e.hushall = i.hushall AND e.kostnad_tkr = i.kostnad_tkr) AS same, sum(i.hushall) AS hushall
    FROM incoming AS i
    LEFT JOIN earlier AS e
        ON e.area = i._area AND e.period = strftime(period_first(i._period) - INTERVAL 1 MONTH, '%Y-%m')
    GROUP BY i._period, e.period
)
SELECT line, $period_column AS column_name, 'upprepning' AS rule,
       'alla tal för ' || period || ' är desamma som för ' || previous || ': förra månadens tabell med ny månad' AS message
FROM compared
WHERE same AND areas >= 3 AND hushall > 0
  AND areas = (SELECT count(*) FROM incoming AS i WHERE i._period = compared.period)

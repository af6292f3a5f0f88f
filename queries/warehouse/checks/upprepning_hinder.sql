-- name: upprepning_hinder
-- feed: forsorjningshinder
-- severity: refuse_delivery
-- title: Filen ska inte upprepa förra månadens tal
-- reads: incoming, current_forsorjningshinder
-- params: period_column
-- As upprepning_bistand: at least ten figures, all those of the month before.
WITH earlier AS (
    SELECT manad AS period, stadsdel AS area, hinder, vuxna FROM current_forsorjningshinder
    UNION
    SELECT _period, _area, hinder, vuxna FROM incoming
),
compared AS (
    SELECT i._period AS period, e.period AS previous, min(i._line) AS line, count(*) AS figures,
           bool_and(e.area IS NOT NULL AND e.vuxna = i.vuxna) AS same, sum(i.vuxna) AS vuxna
    FROM incoming AS i
    LEFT JOIN earlier AS e
        ON e.area = i._area AND e.hinder = i.hinder AND e.period = strftime(period_first(i._period) - INTERVAL 1 MONTH, '%Y-%m')
    GROUP BY i._period, e.period
)
SELECT line, $period_column AS column_name, 'upprepning' AS rule,
       'alla tal för ' || period || ' är desamma som för ' || previous || ': förra månadens tabell med ny månad' AS message
FROM compared
WHERE same AND figures >= 10 AND vuxna > 0
  AND figures = (SELECT count(*) FROM incoming AS i WHERE i._period = compared.period)

-- name: hopp_ar
-- feed: omradesfakta
-- severity: refuse_row
-- title: Ett områdes tal ska inte hoppa när de andra områdenas inte gör det
-- reads: incoming, current_omradesfakta
-- params: completes
-- As hopp_manad, but years are few, so the step from an area's year before is
-- compared with the same step of the other areas, at least five with it: 6
-- robust standard deviations of their spread and a factor of 3 from their
-- median. It also catches a mark glued to the city's own figure.
WITH point AS (
    SELECT _area AS area, faktum, grupp, _period AS period, _line AS line, coalesce(varde, taljare) AS value,
           CASE WHEN varde IS NULL THEN 'taljare' ELSE 'varde' END AS column_name
    FROM incoming
    UNION ALL
    SELECT c.stadsdel, c.faktum, c.grupp, c.ar, NULL, coalesce(c.varde, c.taljare),
           CASE WHEN c.varde IS NULL THEN 'taljare' ELSE 'varde' END
    FROM current_omradesfakta AS c
    ANTI JOIN incoming AS i ON i._area = c.stadsdel AND i._period = c.ar AND i.faktum = c.faktum AND i.grupp = c.grupp
),
step AS (
    SELECT *, ln(greatest(value, 0.5)::DOUBLE) - lag(ln(greatest(value, 0.5)::DOUBLE)) OVER series AS step,
           lag(value) OVER series AS previous, lag(period) OVER series AS previous_period
    FROM point
    WHERE value >= 0
    WINDOW series AS (PARTITION BY area, faktum, grupp, column_name ORDER BY period, line)
),
judged AS (
    SELECT s.line, s.column_name, s.value, s.previous, s.previous_period, s.step,
           count(*) AS areas, median(o.step) AS usual_step, mad(o.step) AS spread
    FROM step AS s
    JOIN step AS o ON o.faktum = s.faktum AND o.grupp = s.grupp AND o.column_name = s.column_name
        AND o.period = s.period AND o.previous_period = s.previous_period
    WHERE s.line IS NOT NULL
    GROUP BY s.line, s.column_name, s.value, s.previous, s.previous_period, s.step
)
SELECT line, column_name, 'hopp' AS rule,
       tal(value) || ' mot ' || tal(previous) || ' ' || previous_period ||
       ' är ett hopp som de andra områdenas tal inte gör troligt. Stämmer talet, lägg raden i inbox igen ur karantänen' AS message
FROM judged
WHERE $completes = 0 AND areas >= 5
  AND abs(step - usual_step) > greatest(ln(3), 6 * 1.4826 * spread)
  AND abs(value - previous)::DOUBLE > 10 * sqrt(greatest(previous, 1)::DOUBLE)

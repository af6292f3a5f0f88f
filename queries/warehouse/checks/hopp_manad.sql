-- name: hopp_manad
-- feed: ekonomiskt_bistand
-- severity: refuse_row
-- title: Ett tal ska inte hoppa längre än områdets egna månader gör troligt
-- reads: incoming, current_ekonomiskt_bistand
-- params: completes
-- A footnote mark glued to a figure (2 and 27 633 read as 227 633) or thousands
-- for units. A month is compared with the area's earlier months, at least six:
-- the step (difference of logarithms) from the month before must lie further
-- from the median step than 6 robust standard deviations (1,4826 times the
-- median absolute deviation) and a factor of 3; the month must be as far from
-- the median of them all, or the month after a wrong one would be blamed; and
-- small counts may move by 10 times their square root. Rows that someone has
-- looked at, from quarantine, go in: that is how a true jump is confirmed.
WITH point AS (
    SELECT _area AS area, _period AS period, _line AS line,
           unnest(['hushall', 'kostnad_tkr', 'vuxna', 'barn']) AS column_name,
           unnest([hushall, kostnad_tkr, vuxna, barn]::DECIMAL(18, 3)[]) AS value
    FROM incoming
    UNION ALL
    SELECT c.stadsdel, c.manad, NULL, unnest(['hushall', 'kostnad_tkr', 'vuxna', 'barn']),
           unnest([c.hushall, c.kostnad_tkr, c.vuxna, c.barn]::DECIMAL(18, 3)[])
    FROM current_ekonomiskt_bistand AS c
    ANTI JOIN incoming AS i ON i._area = c.stadsdel AND i._period = c.manad
),
step AS (
    SELECT *, ln(greatest(value, 0.5)::DOUBLE) AS log_value,
           ln(greatest(value, 0.5)::DOUBLE) - lag(ln(greatest(value, 0.5)::DOUBLE)) OVER series AS step,
           lag(value) OVER series AS previous, lag(period) OVER series AS previous_period
    FROM point
    WHERE value >= 0
    WINDOW series AS (PARTITION BY area, column_name ORDER BY period, line)
),
judged AS (
    SELECT s.line, s.column_name, s.value, s.previous, s.previous_period, s.step, s.log_value,
           count(*) AS months, median(h.step) AS usual_step, mad(h.step) AS spread, median(h.log_value) AS usual
    FROM step AS s
    JOIN step AS h ON h.area = s.area AND h.column_name = s.column_name AND h.period < s.period
    WHERE s.line IS NOT NULL
    GROUP BY s.line, s.column_name, s.value, s.previous, s.previous_period, s.step, s.log_value
)
SELECT line, column_name, 'hopp' AS rule,
       tal(value) || ' mot ' || tal(previous) || ' ' || previous_period ||
       ' är ett hopp som områdets egna månader inte gör troligt. Stämmer talet, lägg raden i inbox igen ur karantänen' AS message
FROM judged
WHERE $completes = 0 AND months >= 6
  AND abs(step - usual_step) > greatest(ln(3), 6 * 1.4826 * spread)
  AND abs(log_value - usual) > ln(3)
  AND abs(value - previous)::DOUBLE > 10 * sqrt(greatest(previous, 1)::DOUBLE)

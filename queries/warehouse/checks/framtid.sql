-- name: framtid
-- severity: refuse_row
-- title: Perioden ska ha börjat när filen kom
-- reads: incoming
-- params: received, period_column
-- Figures for a month that has not begun are a slip of the pen or a plan.
SELECT _line AS line, $period_column AS column_name, 'framtid' AS rule,
       'perioden ' || _period || ' hade inte börjat när filen kom ' || strftime($received::TIMESTAMP, '%Y-%m-%d') AS message
FROM incoming
WHERE period_first(_period) > $received::TIMESTAMP::DATE

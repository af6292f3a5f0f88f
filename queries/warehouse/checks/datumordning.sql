-- name: datumordning
-- feed: arenden
-- severity: refuse_row
-- title: Beslutet ska inte vara fattat före ansökan
-- reads: incoming
-- Handling times are made from these two dates.
SELECT _line AS line, 'beslut' AS column_name, 'datumordning' AS rule,
       'beslutet ' || beslut || ' är före ansökan ' || ansokan AS message
FROM incoming
WHERE beslut < ansokan

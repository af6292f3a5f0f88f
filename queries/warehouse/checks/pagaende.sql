-- name: pagaende
-- severity: warn
-- title: Perioden bör vara slut när filen kom
-- reads: incoming
-- params: received, period_column
-- A month that is still running will be revised; its rows go in all the same.
SELECT min(_line) AS line, $period_column AS column_name, 'pagaende' AS rule,
       'perioden ' || _period || ' var inte slut när filen kom ' || strftime($received::TIMESTAMP, '%Y-%m-%d') AS message
FROM incoming
WHERE period_first(_period) <= $received::TIMESTAMP::DATE AND period_last(_period) >= $received::TIMESTAMP::DATE
GROUP BY _period

-- name: manad_saknas
-- severity: warn
-- title: Inga månader ska saknas mellan leveranserna
-- reads: incoming, scope
-- params: feed, period_column
-- A whole month that was skipped. Measures of matt come at their own pace.
WITH known AS (
    SELECT period, min(line) AS line
    FROM (
        SELECT _period AS period, _line AS line FROM incoming
        UNION ALL
        SELECT period, NULL FROM scope WHERE feed = $feed
    )
    WHERE length(period) = 7 AND $feed <> 'matt'
    GROUP BY period
),
gap AS (
    SELECT period, line, lag(period) OVER (ORDER BY period) AS previous FROM known
)
SELECT line, $period_column AS column_name, 'lucka' AS rule,
       'mellan ' || previous || ' och ' || period || ' saknas ' ||
       CASE WHEN date_diff('month', period_first(previous), period_first(period)) = 2 THEN 'en månad'
            ELSE (date_diff('month', period_first(previous), period_first(period)) - 1) || ' månader' END AS message
FROM gap
WHERE line IS NOT NULL AND date_diff('month', period_first(previous), period_first(period)) > 1

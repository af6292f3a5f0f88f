-- name: upprepning_utbetalningar
-- feed: utbetalningar
-- severity: warn
-- title: Filen ska inte upprepa förra månadens utbetalningar
-- reads: incoming, scope, row_utbetalningar
-- params: period_column
-- As upprepning_bistand, for at least twenty households, but only said: bytes of
-- cases are not kept for ever, and what becomes of a delivery must not depend on
-- whether an earlier one is still there.
WITH newest AS (
    SELECT period, max(receipt) AS receipt FROM scope WHERE feed = 'utbetalningar' GROUP BY period
),
compared AS (
    SELECT i._period AS period, n.period AS previous, min(i._line) AS line, count(*) AS households,
           bool_and(e.hushall IS NOT NULL) AS same
    FROM incoming AS i
    JOIN newest AS n ON n.period = strftime(period_first(i._period) - INTERVAL 1 MONTH, '%Y-%m')
    LEFT JOIN row_utbetalningar AS e
        ON e.receipt = n.receipt AND e.manad = n.period AND e.hushall = i.hushall AND e.belopp_kr = i.belopp_kr
    GROUP BY i._period, n.period
)
SELECT line, $period_column AS column_name, 'upprepning' AS rule,
       'alla ' || tal(households) || ' utbetalningar för ' || period || ' finns med samma belopp för ' || previous AS message
FROM compared
WHERE same AND households >= 20

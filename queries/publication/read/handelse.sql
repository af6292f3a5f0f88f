-- name: handelse
-- reads: handelse
-- All rows, in a total order.
SELECT datum, omrade, handelse, kalla
FROM handelse
ORDER BY datum, omrade, handelse

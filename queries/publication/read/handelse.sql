-- name: handelse
-- reads: handelse
-- All rows, in a total order.
SELECT datum, omrade, handelse, kalla, ny_niva
FROM handelse
ORDER BY datum, omrade, handelse

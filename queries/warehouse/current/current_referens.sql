-- name: current_referens
-- reads: current_scope, row_referens
-- grain: kommun, ar, nyckeltal, kon
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_referens AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'referens' AND s.period = r.ar AND s.area = r.kommun
QUALIFY row_number() OVER (PARTITION BY r.kommun, r.ar, r.nyckeltal, r.kon ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.kommun, r.ar, r.nyckeltal, r.kon

-- name: current_utbetalningar
-- reads: current_scope, row_utbetalningar
-- grain: hushall, manad
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_utbetalningar AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'utbetalningar' AND s.period = r.manad AND s.area = '*'
QUALIFY row_number() OVER (PARTITION BY r.hushall, r.manad ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.hushall, r.manad

-- name: current_forsorjningshinder
-- reads: current_scope, row_forsorjningshinder
-- grain: stadsdel, manad, hinder
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_forsorjningshinder AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'forsorjningshinder' AND s.period = r.manad AND s.area = r.stadsdel
QUALIFY row_number() OVER (PARTITION BY r.stadsdel, r.manad, r.hinder ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.stadsdel, r.manad, r.hinder

-- name: current_ekonomiskt_bistand
-- reads: current_scope, row_ekonomiskt_bistand
-- grain: stadsdel, manad
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_ekonomiskt_bistand AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'ekonomiskt_bistand' AND s.period = r.manad AND s.area = r.stadsdel
QUALIFY row_number() OVER (PARTITION BY r.stadsdel, r.manad ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.stadsdel, r.manad

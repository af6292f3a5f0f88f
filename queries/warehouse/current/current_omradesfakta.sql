-- name: current_omradesfakta
-- reads: current_scope, row_omradesfakta
-- grain: stadsdel, ar, faktum, grupp
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_omradesfakta AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'omradesfakta' AND s.period = r.ar AND s.area = r.stadsdel AND s.part = r.faktum
QUALIFY row_number() OVER (PARTITION BY r.stadsdel, r.ar, r.faktum, r.grupp ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.stadsdel, r.ar, r.faktum, r.grupp

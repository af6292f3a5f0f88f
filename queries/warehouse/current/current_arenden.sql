-- name: current_arenden
-- reads: current_scope, row_arenden
-- grain: arende
-- One row per case: its state in the newest month in force that holds it.
-- senast_sedd, the last day of that month, is where an open case is censored.
SELECT r.*, period_last(r.manad) AS senast_sedd
FROM row_arenden AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'arenden' AND s.period = r.manad AND s.area = '*'
QUALIFY row_number() OVER (PARTITION BY r.arende ORDER BY r.manad DESC, r.receipt DESC, r.line DESC) = 1
ORDER BY r.arende

-- name: arende_forst
-- reads: current_scope, row_arenden
-- grain: arende
-- The district, or other area, that a case was first reported in. A later report
-- may use the names of a later division; the case stays where it was made.
SELECT r.arende, r.stadsdel, r.niva
FROM row_arenden AS r
JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'arenden' AND s.period = r.manad AND s.area = '*'
QUALIFY row_number() OVER (PARTITION BY r.arende ORDER BY r.manad, r.receipt DESC, r.line DESC) = 1
ORDER BY r.arende

-- name: arende_kohort
-- reads: current_arenden, current_scope, row_arenden, register_union, grid_month
-- grain: arende
-- One row per case whose month of application is a delivered report month: the
-- cohort it belongs to, and how long it has been followed. Days go from
-- application to decision, any kind of decision; a case without one has been
-- followed to the end of the last report month that held it. The area is the
-- one that the case was first reported in, since a later report may use the
-- names of a later division: a case carried over a merger is one case, of the
-- district that it was made in. One first reported under a former district
-- counts in what that had become by the last day of the month of application.
-- omrade is empty where neither is a district then, and the case counts in the
-- city only. enhet is the unit that had the case last.
WITH reported AS (
    SELECT DISTINCT period FROM current_scope WHERE feed = 'arenden'
),
first_seen AS (
    SELECT r.arende, r.stadsdel, r.niva
    FROM row_arenden AS r
    JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'arenden' AND s.period = r.manad AND s.area = '*'
    QUALIFY row_number() OVER (PARTITION BY r.arende ORDER BY r.manad, r.receipt DESC, r.line DESC) = 1
),
merged AS (
    SELECT i_indelning, del, min(omrade) AS omrade FROM register_union GROUP BY i_indelning, del
)
SELECT c.arende, strftime(c.ansokan, '%Y-%m') AS period, coalesce(g.omrade, m.omrade, '') AS omrade, c.enhet, c.handlaggare,
       coalesce(c.beslut, c.senast_sedd) - c.ansokan AS dagar, c.beslut IS NOT NULL AS beslutad, c.receipt
FROM current_arenden AS c
JOIN reported AS p ON p.period = strftime(c.ansokan, '%Y-%m')
JOIN first_seen AS f USING (arende)
LEFT JOIN grid_month AS g
    ON g.feed = 'arenden' AND g.period = p.period AND g.niva = 'stadsdel' AND f.niva = 'stadsdel' AND g.omrade = f.stadsdel
LEFT JOIN (
    SELECT DISTINCT period, manadens_indelning FROM grid_month WHERE feed = 'arenden'
) AS d ON d.period = p.period
LEFT JOIN merged AS m ON m.i_indelning = d.manadens_indelning AND f.niva = 'stadsdel' AND m.del = f.stadsdel
ORDER BY c.arende

-- name: arende_kohort
-- reads: current_arenden, current_scope, arende_forst, indelning_del, grid_month
-- grain: arende
-- One row per case whose month of application is a delivered report month: the
-- cohort it belongs to, and how long it has been followed. Days go from
-- application to decision, any kind of decision; a case without one has been
-- followed to the end of the last report month that held it. The area is the
-- one that the case was first reported in: a case carried over a merger is one
-- case, of the district that it was made in. One first reported under a former
-- district counts in what that had become by the last day of the month of
-- application. omrade is empty where neither is a district then, and the case
-- counts in the city only. enhet is the unit that had the case last.
WITH reported AS (
    SELECT DISTINCT period FROM current_scope WHERE feed = 'arenden'
),
division AS (
    SELECT DISTINCT period, manadens_indelning FROM grid_month WHERE feed = 'arenden'
)
SELECT c.arende, p.period, coalesce(m.omrade, '') AS omrade, c.enhet, c.handlaggare, c.hushallstyp,
       coalesce(c.beslut, c.senast_sedd) - c.ansokan AS dagar, c.beslut IS NOT NULL AS beslutad, c.receipt
FROM current_arenden AS c
JOIN reported AS p ON p.period = strftime(c.ansokan, '%Y-%m')
JOIN division AS d ON d.period = p.period
JOIN arende_forst AS f USING (arende)
LEFT JOIN indelning_del AS m ON m.i_indelning = d.manadens_indelning AND f.niva = 'stadsdel' AND m.del = f.stadsdel
ORDER BY c.arende

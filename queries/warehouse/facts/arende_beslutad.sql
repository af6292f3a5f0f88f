-- name: arende_beslutad
-- reads: current_arenden, arende_forst, ar_del, indelning_del
-- grain: arende
-- The cases decided in a year of which all twelve months are reported, whenever
-- they were applied for: no case of it is open, so none is left out for being
-- slow, and one that waits now counts in the year it is decided. stadsdel is that
-- of the year's December, empty where there is none. bifall is 1 for a decision
-- to grant, in whole or in part, 0 for a refusal, and NULL for what was
-- dismissed or written off without being tried.
WITH year AS (
    SELECT DISTINCT ar, indelning FROM ar_del WHERE feed = 'arenden' AND niva = 'stadsdel'
)
SELECT c.arende, y.ar, coalesce(m.omrade, '') AS stadsdel, coalesce(c.enhet, '') AS enhet, coalesce(c.handlaggare, '') AS handlaggare,
       c.beslut - c.ansokan AS dagar,
       CASE WHEN c.beslutstyp IN ('bifall', 'delvis_bifall') THEN 1 WHEN c.beslutstyp = 'avslag' THEN 0 END AS bifall, c.receipt
FROM current_arenden AS c
JOIN year AS y ON y.ar = strftime(c.beslut, '%Y')
JOIN arende_forst AS f USING (arende)
LEFT JOIN indelning_del AS m ON m.i_indelning = y.indelning AND f.niva = 'stadsdel' AND m.del = f.stadsdel
ORDER BY c.arende

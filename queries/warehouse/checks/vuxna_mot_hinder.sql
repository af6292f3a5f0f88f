-- name: vuxna_mot_hinder
-- feed: ekonomiskt_bistand
-- severity: warn
-- title: De vuxna ska vara summan av hindren i forsorjningshinder
-- reads: incoming, current_forsorjningshinder
-- The same as hinder_mot_vuxna, for whichever of the two comes last.
WITH reasons AS (
    SELECT stadsdel AS area, manad AS period, CASE WHEN count(vuxna) = count(*) THEN sum(vuxna) END AS vuxna FROM current_forsorjningshinder GROUP BY stadsdel, manad
)
SELECT i._line AS line, 'vuxna' AS column_name, 'vuxna' AS rule,
       i._area || ' ' || i._period || ': ' || tal(i.vuxna) || ' vuxna, men hindren i forsorjningshinder är tillsammans ' || tal(r.vuxna) AS message
FROM incoming AS i
JOIN reasons AS r ON r.area = i._area AND r.period = i._period
WHERE i.vuxna <> r.vuxna

-- name: hinder_mot_vuxna
-- feed: forsorjningshinder
-- severity: warn
-- title: Hindren ska tillsammans vara de vuxna som redovisas i ekonomiskt_bistand
-- reads: incoming, current_ekonomiskt_bistand
-- Every adult has one reason. The two feeds are drawn at different times, so a
-- difference is said and not refused.
WITH reasons AS (
    SELECT _area AS area, _period AS period, min(_line) AS line, CASE WHEN count(vuxna) = count(*) THEN sum(vuxna) END AS vuxna FROM incoming GROUP BY _area, _period
)
SELECT r.line, 'vuxna' AS column_name, 'vuxna' AS rule,
       r.area || ' ' || r.period || ': hindren är tillsammans ' || tal(r.vuxna) || ' vuxna, i ekonomiskt_bistand är de ' || tal(e.vuxna) AS message
FROM reasons AS r
JOIN current_ekonomiskt_bistand AS e ON e.stadsdel = r.area AND e.manad = r.period
WHERE e.vuxna <> r.vuxna

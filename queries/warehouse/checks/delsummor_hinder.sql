-- name: delsummor_hinder
-- feed: forsorjningshinder
-- severity: warn
-- title: Hela stadens vuxna per hinder ska inte vara färre än stadsdelarnas
-- reads: incoming
-- Adults per reason add up over the districts of one file. The city may also
-- hold those of units outside them, so it may be larger, never smaller.
WITH city AS (
    SELECT _period AS period, hinder, min(_line) AS line, sum(vuxna) AS vuxna FROM incoming WHERE _level = 'stad' GROUP BY _period, hinder
),
districts AS (
    SELECT _period AS period, hinder, sum(vuxna) AS vuxna FROM incoming WHERE _level = 'stadsdel' GROUP BY _period, hinder
)
SELECT c.line, 'vuxna' AS column_name, 'delsummor' AS rule,
       'hela stadens ' || tal(c.vuxna) || ' vuxna med hindret ' || c.hinder || ' ' || c.period || ' är färre än stadsdelarnas ' || tal(d.vuxna) AS message
FROM city AS c
JOIN districts AS d ON d.period = c.period AND d.hinder = c.hinder
WHERE c.vuxna < d.vuxna

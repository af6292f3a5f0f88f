-- name: folkmangd
-- reads: fakta, motsvarighet
-- sums: stadsdelar
-- grain: indelning, omrade, ar
-- Inhabitants on 31 December by area and division. A month is divided by the
-- latest year end before it, which may lie in a former division: a district
-- takes over the sum of the parts that it was wholly made of.
WITH egen AS (
    SELECT indelning, omrade, period::INTEGER AS ar, varde, kalla
    FROM fakta
    WHERE matt = 'folkmangd' AND kategori = '' AND varde IS NOT NULL AND length(period) = 4
),
summa AS (
    SELECT v.indelning, v.omrade, e.ar, sum(e.varde)::DECIMAL(18, 3) AS varde, min(e.kalla) AS kalla
    FROM motsvarighet AS v
    JOIN egen AS e ON e.indelning = v.fran_indelning AND e.omrade = v.del
    WHERE v.hel
    GROUP BY v.indelning, v.omrade, v.fran_indelning, v.delar, e.ar
    HAVING count(*) = v.delar
    QUALIFY row_number() OVER (PARTITION BY v.indelning, v.omrade, e.ar ORDER BY v.fran_indelning DESC) = 1
)
SELECT indelning, omrade, ar, varde, kalla FROM egen
UNION ALL
SELECT indelning, omrade, ar, varde, kalla FROM summa
WHERE (indelning, omrade, ar) NOT IN (SELECT (indelning, omrade, ar) FROM egen)
ORDER BY indelning, omrade, ar

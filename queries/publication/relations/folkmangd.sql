-- name: folkmangd
-- reads: fakta, efterfoljd
-- grain: omrade, ar
-- Inhabitants on 31 December by area. A district that came from a merger takes
-- over the sum of all its predecessors for the years before it, since a month
-- is divided by the latest year end before it.
WITH egen AS (
    SELECT omrade, period::INTEGER AS ar, varde, kalla
    FROM fakta
    WHERE matt = 'folkmangd' AND kategori = '' AND varde IS NOT NULL AND length(period) = 4
),
foregangare AS (
    SELECT eftertradare, foregangare, year(datum) AS fran_ar, count(*) OVER (PARTITION BY eftertradare) AS antal
    FROM efterfoljd
    WHERE slag = 'sammanslagen'
),
summa AS (
    SELECT f.eftertradare AS omrade, e.ar, sum(e.varde) AS varde, min(e.kalla) AS kalla
    FROM foregangare AS f
    JOIN egen AS e ON e.omrade = f.foregangare AND e.ar < f.fran_ar
    GROUP BY f.eftertradare, e.ar, f.antal
    HAVING count(*) = f.antal
)
SELECT omrade, ar, varde, kalla FROM egen
UNION ALL
SELECT omrade, ar, varde, kalla FROM summa
WHERE (omrade, ar) NOT IN (SELECT (omrade, ar) FROM egen)
ORDER BY omrade, ar

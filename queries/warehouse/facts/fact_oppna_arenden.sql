-- name: fact_oppna_arenden
-- reads: current_scope, row_arenden, grid_month, indelning_del, vantetid
-- params: source_arenden
-- grain: matt, niva, omrade, indelning, kategori, period
-- The queue: cases without a decision on the last day of the month, by how long
-- they have waited, and their sum under the empty category. It is what the
-- month's own report says; a case that it leaves out is in no queue. The area is
-- the one that the report names, in the month's division; a case of no district
-- counts in the city only. Stocks of different months are never added.
WITH reported AS (
    SELECT DISTINCT period FROM current_scope WHERE feed = 'arenden'
),
state AS (
    SELECT r.manad AS period, r.stadsdel, r.niva, r.ansokan, r.beslut, r.receipt
    FROM row_arenden AS r
    JOIN current_scope AS s ON s.receipt = r.receipt AND s.feed = 'arenden' AND s.period = r.manad AND s.area = '*'
    QUALIFY row_number() OVER (PARTITION BY r.arende, r.manad ORDER BY r.receipt DESC, r.line DESC) = 1
),
waiting AS (
    SELECT s.period, s.stadsdel, s.niva, v.kategori, count(*) AS antal, max(s.receipt) AS receipt
    FROM state AS s
    JOIN vantetid AS v ON period_last(s.period) - s.ansokan BETWEEN v.fran AND v.till
    WHERE s.beslut IS NULL OR s.beslut > period_last(s.period)
    GROUP BY s.period, s.stadsdel, s.niva, v.kategori
),
counted AS (
    SELECT g.period, g.niva, g.omrade, w.kategori, sum(w.antal) AS antal, max(w.receipt) AS receipt
    FROM grid_month AS g
    JOIN waiting AS w ON w.period = g.period
    LEFT JOIN indelning_del AS m ON m.i_indelning = g.manadens_indelning AND w.niva = 'stadsdel' AND m.del = w.stadsdel
    WHERE g.feed = 'arenden' AND (g.niva = 'stad' OR m.omrade = g.omrade)
    GROUP BY g.period, g.niva, g.omrade, w.kategori
),
cell AS (
    SELECT g.period, g.niva, g.omrade, g.indelning, v.kategori,
           CASE WHEN r.period IS NOT NULL THEN coalesce(c.antal, 0) END AS antal, c.receipt
    FROM grid_month AS g
    CROSS JOIN vantetid AS v
    LEFT JOIN reported AS r ON r.period = g.period
    LEFT JOIN counted AS c ON c.period = g.period AND c.niva = g.niva AND c.omrade = g.omrade AND c.kategori = v.kategori
    WHERE g.feed = 'arenden'
)
SELECT 'oppna_arenden' AS matt, 'antal' AS slag, niva, omrade, indelning, coalesce(kategori, '') AS kategori, period,
       sum(antal)::DECIMAL(18, 3) AS varde, 'ärenden' AS enhet,
       CASE WHEN sum(antal) IS NULL THEN 'ej_levererad' ELSE 'ok' END AS status, $source_arenden AS kalla, max(receipt) AS kvitto
FROM cell
GROUP BY GROUPING SETS ((niva, omrade, indelning, kategori, period), (niva, omrade, indelning, period))
ORDER BY period, niva, omrade, kategori

-- name: placed_forsorjningshinder
-- reads: current_forsorjningshinder, district_source, figure_state
-- grain: niva, omrade, manad, hinder
-- The rows in force, in the division of their month. Adults per reason add over
-- former districts; delar names those that were. A district of which only some
-- parts were delivered is not here. dold says that the deliverer hides a figure.
WITH reported AS (
    SELECT r.*, r.vuxna IS NULL AND EXISTS (
            SELECT 1 FROM figure_state AS s WHERE s.receipt = r.receipt AND s.line = r.line AND s.column_name = 'vuxna' AND s.state = 'dold'
        ) AS dold
    FROM current_forsorjningshinder AS r
)
SELECT niva, stadsdel AS omrade, manad, hinder, vuxna, dold, receipt, kalla, '' AS delar
FROM reported
WHERE niva <> 'stadsdel'
UNION ALL
SELECT 'stadsdel', s.omrade, s.period, r.hinder, CASE WHEN count(r.vuxna) = count(*) THEN sum(r.vuxna) END::BIGINT, bool_or(r.dold), max(r.receipt),
       string_agg(DISTINCT r.kalla, ', ' ORDER BY r.kalla), any_value(n.delar)
FROM district_source AS s
JOIN reported AS r ON r.niva = 'stadsdel' AND r.stadsdel = s.del AND r.manad = s.period
JOIN (
    SELECT period, omrade, CASE WHEN bool_or(sammanlagd) THEN string_agg(del, ' + ' ORDER BY del) ELSE '' END AS delar
    FROM district_source WHERE feed = 'forsorjningshinder' GROUP BY period, omrade
) AS n ON n.period = s.period AND n.omrade = s.omrade
WHERE s.feed = 'forsorjningshinder' AND s.hel
GROUP BY s.omrade, s.period, r.hinder
ORDER BY omrade, manad, hinder

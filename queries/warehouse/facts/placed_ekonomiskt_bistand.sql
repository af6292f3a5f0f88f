-- name: placed_ekonomiskt_bistand
-- reads: current_ekonomiskt_bistand, district_source, figure_state
-- grain: niva, omrade, manad
-- The rows in force, in the division of their month. Where former districts are
-- added up, delar names them: kronor add; households are added within the one
-- month, where one that both helped counts twice; a delivered ratio does not
-- add and is left out, to be made of the sums. A part without a figure leaves
-- the whole without one. dolda lists the figures that the deliverer hides.
WITH reported AS (
    SELECT r.*, coalesce(s.dolda, []) AS dolda
    FROM current_ekonomiskt_bistand AS r
    LEFT JOIN (
        SELECT receipt, line, list(column_name ORDER BY column_name) AS dolda FROM figure_state WHERE state = 'dold' GROUP BY receipt, line
    ) AS s ON s.receipt = r.receipt AND s.line = r.line
)
SELECT niva, stadsdel AS omrade, manad, hushall, kostnad_tkr, kostnad_per_hushall, dolda, receipt, kalla, '' AS delar, TRUE AS hel
FROM reported
WHERE niva <> 'stadsdel'
UNION ALL
SELECT 'stadsdel', s.omrade, s.period,
       CASE WHEN s.hel AND count(r.hushall) = count(*) THEN sum(r.hushall) END::BIGINT,
       CASE WHEN s.hel AND count(r.kostnad_tkr) = count(*) THEN sum(r.kostnad_tkr) END::DECIMAL(18, 3),
       CASE WHEN NOT s.sammanlagd THEN any_value(r.kostnad_per_hushall) END,
       CASE WHEN s.hel THEN flatten(list(r.dolda ORDER BY s.del)) ELSE [] END, max(r.receipt),
       string_agg(DISTINCT r.kalla, ', ' ORDER BY r.kalla),
       CASE WHEN s.sammanlagd THEN string_agg(s.del, ' + ' ORDER BY s.del) ELSE '' END, s.hel
FROM district_source AS s
JOIN reported AS r ON r.niva = 'stadsdel' AND r.stadsdel = s.del AND r.manad = s.period
WHERE s.feed = 'ekonomiskt_bistand'
GROUP BY s.omrade, s.period, s.hel, s.sammanlagd
ORDER BY omrade, manad

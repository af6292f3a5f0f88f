-- name: lineage
-- reads: delivery, scope, part, part_name, place_line, row_arenden, row_ekonomiskt_bistand, row_forsorjningshinder, row_matt, row_omradesfakta, row_utbetalningar
-- params: feed, fact, period, areas, everywhere, categories, newest
-- grain: receipt, part
-- Which rows of which deliveries a base fact was made of, by the receipts that
-- were in force when the newest one was. A period that is a year takes its
-- months. areas is a JSON list of names as they were reported, units among them;
-- categories is one of categories, empty for all. Of a case the newest row counts.
WITH held AS (
    SELECT s.feed, s.period, s.area, s.part, s.receipt
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE s.receipt <= $newest AND s.feed = $feed
    QUALIFY coalesce(d.completes, d.receipt) = max(coalesce(d.completes, d.receipt)) OVER (PARTITION BY s.feed, s.period, s.area, s.part)
),
told AS (
    SELECT 'ekonomiskt_bistand' AS feed, receipt, line, manad, manad AS period, stadsdel AS area, '' AS enhet, stadsdel AS scope_area, '' AS part, '' AS kategori, '' AS nyckel
    FROM row_ekonomiskt_bistand
    UNION ALL
    SELECT 'forsorjningshinder', receipt, line, manad, manad, stadsdel, '', stadsdel, '', hinder, '' FROM row_forsorjningshinder
    UNION ALL
    SELECT 'omradesfakta', receipt, line, ar, ar, stadsdel, '', stadsdel, faktum, grupp, '' FROM row_omradesfakta
    UNION ALL
    SELECT 'matt', receipt, line, period, period, omrade, '', CASE WHEN niva = 'enhet' THEN 'enhet:' || omrade ELSE omrade END, matt, '', '' FROM row_matt
    UNION ALL
    SELECT 'utbetalningar', receipt, line, manad, manad, stadsdel, '', '*', '', '', '' FROM row_utbetalningar
    UNION ALL
    SELECT 'arenden', receipt, line, manad, strftime(ansokan, '%Y-%m'), stadsdel, coalesce(enhet, ''), '*', '', '', arende FROM row_arenden
),
wanted AS (
    SELECT t.*
    FROM told AS t
    JOIN held AS h ON h.receipt = t.receipt AND h.period = t.manad AND h.area = t.scope_area AND h.part = t.part
    WHERE t.feed = $feed AND left(t.period, length($period)) = $period
      AND ($everywhere::BOOLEAN OR t.area IN (SELECT unnest(from_json($areas, '["VARCHAR"]'))) OR t.enhet IN (SELECT unnest(from_json($areas, '["VARCHAR"]'))))
      AND (t.part = '' OR t.part = $fact)
      AND (len(from_json($categories, '["VARCHAR"]')) = 0 OR t.kategori IN (SELECT unnest(from_json($categories, '["VARCHAR"]'))))
    QUALIFY t.nyckel = '' OR row_number() OVER (PARTITION BY t.nyckel ORDER BY t.manad DESC, t.receipt DESC, t.line DESC) = 1
)
SELECT w.receipt, coalesce(part_name(any_value(p.file), any_value(p.sheet)), '') AS part, min(place_line(w.line)) AS first_line, max(place_line(w.line)) AS last_line, count(*) AS row_count
FROM wanted AS w
LEFT JOIN part AS p ON p.receipt = w.receipt AND p.part = w.line >> 48
GROUP BY w.receipt, w.line >> 48
ORDER BY w.receipt, w.line >> 48

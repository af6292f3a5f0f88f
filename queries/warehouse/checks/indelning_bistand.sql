-- name: indelning_bistand
-- feed: ekonomiskt_bistand
-- severity: refuse_row
-- title: En period ska inte redovisa samma område i två indelningar
-- reads: incoming, register_related
-- params: area_column
-- A district and what it was made of hold the same people; which of them is to
-- count nobody here can tell, so neither goes in.
SELECT a._line AS line, $area_column AS column_name, 'indelning' AS rule,
       a._area || ' och ' || string_agg(DISTINCT b._area, ', ' ORDER BY b._area) || ' är samma område i olika indelningar. Redovisa perioden i en av dem' AS message
FROM incoming AS a
JOIN register_related AS r ON r.omrade = a._area
JOIN incoming AS b ON b._area = r.annat AND b._period = a._period
WHERE a._level = 'stadsdel' AND b._level = 'stadsdel'
GROUP BY a._line, a._area

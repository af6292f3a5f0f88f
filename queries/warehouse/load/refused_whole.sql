-- name: refused_whole
-- reads: incoming, fault, refused_cell
-- Where the rows of an area and period belong together, one refused row
-- refuses them all: a sum without one of its parts would pass for the whole.
-- A NULL in refused_cell stands for any period or area.
INSERT INTO fault BY NAME
SELECT i._line AS line, 0 AS field, '' AS column_name, 'helhet' AS rule,
       i._area || ' ' || i._period || ' läses in som en helhet och en annan rad i den underkändes' AS message,
       '' AS raw
FROM incoming AS i
WHERE i._line NOT IN (SELECT line FROM fault)
  AND EXISTS (
      SELECT 1 FROM refused_cell AS c
      WHERE (c.period IS NULL OR c.period = i._period) AND (c.area IS NULL OR c.area = i._area)
  )

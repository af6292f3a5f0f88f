-- name: niva
-- severity: refuse_row
-- title: Området ska vara på en nivå som underlaget redovisar
-- reads: incoming
-- params: levels, area_column
-- A part of the city among its districts would be counted twice.
SELECT _line AS line, $area_column AS column_name, 'niva' AS rule,
       _area || ' är på nivån ' || _level || '. Underlaget tar emot ' || replace($levels, ',', ', ') AS message
FROM incoming
WHERE NOT list_contains(string_split($levels, ','), _level)

-- name: varde_saknas
-- feed: omradesfakta
-- severity: refuse_row
-- title: Taljare eller varde ska vara ifyllt
-- reads: incoming
-- A fact without a figure says nothing, unless it says why.
SELECT _line AS line, 'varde' AS column_name, 'saknas' AS rule, 'varken taljare eller varde är ifyllt' AS message
FROM incoming
WHERE taljare IS NULL AND varde IS NULL AND _tecken = ''

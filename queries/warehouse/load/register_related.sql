-- name: register_related
-- params: rows
-- Which districts hold the same people, from a JSON array.
INSERT INTO register_related BY NAME
SELECT r.omrade, r.annat
FROM (
    SELECT unnest(from_json($rows, '[{"omrade": "VARCHAR", "annat": "VARCHAR"}]')) AS r
)

-- name: register_union
-- params: rows
-- The districts that are unions of earlier ones, from a JSON array.
INSERT INTO register_union BY NAME
SELECT r.indelning, r.i_indelning, r.omrade, r.del
FROM (
    SELECT unnest(from_json($rows, '[{"indelning": "VARCHAR", "i_indelning": "VARCHAR", "omrade": "VARCHAR", "del": "VARCHAR"}]')) AS r
)

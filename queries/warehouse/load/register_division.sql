-- name: register_division
-- params: rows
-- The districts of each division, from a JSON array.
INSERT INTO register_division BY NAME
SELECT r.indelning, r.fran, r.till, r.namn
FROM (
    SELECT unnest(from_json($rows, '[{"indelning": "VARCHAR", "fran": "DATE", "till": "DATE", "namn": "VARCHAR"}]')) AS r
)

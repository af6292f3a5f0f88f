-- name: register_area
-- params: rows
-- The areas of the register, from a JSON array.
INSERT INTO register_area BY NAME
SELECT r.namn, r.kod, r.niva, r.del, r.giltig_fran, r.giltig_till, r.statistik_fran, r.statistik_till, r.rad, r.kolumn
FROM (
    SELECT unnest(from_json($rows, '[{"namn": "VARCHAR", "kod": "VARCHAR", "niva": "VARCHAR", "del": "VARCHAR",
        "giltig_fran": "DATE", "giltig_till": "DATE", "statistik_fran": "DATE",
        "statistik_till": "DATE", "rad": "INTEGER", "kolumn": "INTEGER"}]')) AS r
)

-- name: register_area
-- grain: namn, giltig_fran
-- The workspace's register of areas, written anew at every opening. NULL dates
-- are unknown or open, statistik_fran and statistik_till the days that figures
-- may speak of it, at least those of its own; NULL rad and kolumn an area without a tile on the map.
CREATE TABLE register_area (
    namn           VARCHAR NOT NULL,
    kod            VARCHAR NOT NULL,
    niva           VARCHAR NOT NULL,
    del            VARCHAR NOT NULL,
    giltig_fran    DATE,
    giltig_till    DATE,
    statistik_fran DATE,
    statistik_till DATE,
    rad            INTEGER,
    kolumn         INTEGER
)

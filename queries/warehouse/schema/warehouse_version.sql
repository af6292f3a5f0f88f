-- name: warehouse_version
-- grain: version
-- One row: which schema, checks and loading made this file. A file of another
-- version is rebuilt from the archive, never changed in place.
CREATE TABLE warehouse_version (version VARCHAR NOT NULL)

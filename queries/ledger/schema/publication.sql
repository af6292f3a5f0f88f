-- name: publication
-- grain: id
-- Every publication for the public, by its id (a hash of its published facts).
CREATE TABLE IF NOT EXISTS publication (
    id VARCHAR NOT NULL PRIMARY KEY,
    malgrupp VARCHAR NOT NULL,
    publicerad TIMESTAMP NOT NULL
)

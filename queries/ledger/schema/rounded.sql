-- name: rounded
-- grain: publikation
-- The publications whose counts of people were told rounded, and to what. Of the
-- others every figure that was told is known to the last person.
CREATE TABLE IF NOT EXISTS rounded (
    publikation VARCHAR NOT NULL PRIMARY KEY,
    till BIGINT NOT NULL
)

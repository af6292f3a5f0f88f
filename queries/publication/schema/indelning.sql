-- name: indelning
-- The city's divisions; the id is the first day.
CREATE TABLE indelning (
    indelning VARCHAR NOT NULL PRIMARY KEY,
    fran DATE,
    till DATE,
    antal BIGINT NOT NULL
)

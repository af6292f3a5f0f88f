-- name: efterfoljd
-- Which district became which, and when.
CREATE TABLE efterfoljd (
    foregangare VARCHAR NOT NULL,
    eftertradare VARCHAR NOT NULL,
    datum DATE NOT NULL,
    slag VARCHAR NOT NULL
)

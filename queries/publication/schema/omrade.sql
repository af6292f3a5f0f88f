-- name: omrade
-- Every area that a figure may stand for, for as long as it existed.
CREATE TABLE omrade (
    namn VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    kod VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    del VARCHAR NOT NULL,
    fran DATE,
    till DATE,
    rad BIGINT,
    kolumn BIGINT
)

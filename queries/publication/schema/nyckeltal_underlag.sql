-- name: nyckeltal_underlag
-- The measures of fakta that each indicator is computed from, by its SQL and
-- that of the relations it reads.
CREATE TABLE nyckeltal_underlag (
    nyckeltal VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, matt)
)

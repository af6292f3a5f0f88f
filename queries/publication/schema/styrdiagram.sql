-- name: styrdiagram
-- A monthly series and what may be said of it: which control chart it has, or why
-- it is a line without limits. forsta and sista are months with a value. senaste_* is its newest special cause.
CREATE TABLE styrdiagram (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    slag VARCHAR NOT NULL,
    skal VARCHAR NOT NULL,
    forsta VARCHAR NOT NULL,
    sista VARCHAR NOT NULL,
    manader BIGINT NOT NULL,
    luckor BIGINT NOT NULL,
    faser BIGINT NOT NULL,
    signaler BIGINT NOT NULL,
    senaste_regel VARCHAR NOT NULL,
    senaste_sida VARCHAR NOT NULL,
    senaste_fran VARCHAR NOT NULL,
    senaste_till VARCHAR NOT NULL,
    -- No month with a value comes after it.
    pagar BOOLEAN NOT NULL,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori)
)

-- name: nyckeltal
-- The indicators that have at least one observation; their SQL beside them.
CREATE TABLE nyckeltal (
    namn VARCHAR NOT NULL PRIMARY KEY,
    titel VARCHAR NOT NULL,
    kort VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    enhet VARCHAR NOT NULL,
    decimaler BIGINT NOT NULL,
    faktor DOUBLE NOT NULL,
    metod VARCHAR NOT NULL,
    riktning VARCHAR NOT NULL,
    adderas VARCHAR NOT NULL,
    typ VARCHAR NOT NULL,
    kategorier VARCHAR NOT NULL,
    amne VARCHAR NOT NULL,
    ordning BIGINT NOT NULL,
    process VARCHAR NOT NULL,
    styrdiagram VARCHAR NOT NULL,
    tratt VARCHAR NOT NULL,
    sql VARCHAR NOT NULL
)

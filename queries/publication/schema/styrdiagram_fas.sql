-- name: styrdiagram_fas
-- A phase of a control chart: the months between two changes of level that were
-- declared, with its own limits (in the indicator's unit; of shares those of each
-- month stand at the point).
CREATE TABLE styrdiagram_fas (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    fas BIGINT NOT NULL,
    fran VARCHAR NOT NULL,
    till VARCHAR NOT NULL,
    manader BIGINT NOT NULL,
    grundmanader BIGINT NOT NULL,
    lage VARCHAR NOT NULL,
    orsak VARCHAR NOT NULL,
    mitt DOUBLE,
    nedre DOUBLE,
    ovre DOUBLE,
    sigma DOUBLE,
    r1 DOUBLE,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori, fas)
)

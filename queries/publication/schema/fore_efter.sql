-- name: fore_efter
-- What changed in a series at a declared event: level in the first month after and
-- slope per year. utfall says whether it can be told from chance.
CREATE TABLE fore_efter (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    datum DATE NOT NULL,
    handelse VARCHAR NOT NULL,
    fran VARCHAR NOT NULL,
    till VARCHAR NOT NULL,
    fore BIGINT NOT NULL,
    efter BIGINT NOT NULL,
    utfall VARCHAR NOT NULL,
    niva_andring DOUBLE,
    niva_nedre DOUBLE,
    niva_ovre DOUBLE,
    niva_p DOUBLE,
    lutning_andring DOUBLE,
    lutning_nedre DOUBLE,
    lutning_ovre DOUBLE,
    lutning_p DOUBLE,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, datum, handelse)
)

-- name: framtrader
-- What stands out, in the order in which it is told: differences and changes in
-- process indicators that also stand when the false discoveries of the whole page
-- are held at 5 % (q). Levels are never here.
CREATE TABLE framtrader (
    ordning BIGINT NOT NULL,
    slag VARCHAR NOT NULL,
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    utfall VARCHAR NOT NULL,
    bedomning VARCHAR NOT NULL,
    skillnad DOUBLE,
    skillnad_nedre DOUBLE,
    skillnad_ovre DOUBLE,
    skillnad_q DOUBLE,
    andring VARCHAR NOT NULL,
    andring_bedomning VARCHAR NOT NULL,
    andring_fran VARCHAR NOT NULL,
    andring_fran_varde DOUBLE,
    andring_till_varde DOUBLE,
    andring_varde DOUBLE,
    andring_nedre DOUBLE,
    andring_ovre DOUBLE,
    andring_q DOUBLE,
    PRIMARY KEY (ordning)
)

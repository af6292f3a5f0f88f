-- name: spridning
-- Is there any difference between the districts beyond chance?
CREATE TABLE spridning (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    omraden BIGINT NOT NULL,
    av BIGINT NOT NULL,
    chi2 DOUBLE,
    frihetsgrader BIGINT,
    p DOUBLE,
    fi DOUBLE,
    PRIMARY KEY (nyckeltal, kategori, period, indelning)
)

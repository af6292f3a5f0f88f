-- name: tratt
-- How far districts vary by chance alone and how far beyond it: the funnel of an
-- indicator in one period. platt says that the funnel says nothing.
CREATE TABLE tratt (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    slag VARCHAR NOT NULL,
    omraden BIGINT NOT NULL,
    mal DOUBLE NOT NULL,
    fi DOUBLE NOT NULL,
    tau2 DOUBLE NOT NULL,
    typisk DOUBLE NOT NULL,
    utanfor BIGINT NOT NULL,
    platt BOOLEAN NOT NULL,
    PRIMARY KEY (nyckeltal, kategori, period, indelning)
)

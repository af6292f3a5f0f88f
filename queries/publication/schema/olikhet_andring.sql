-- name: olikhet_andring
-- Is the difference between districts growing? The first and the newest year of a
-- measure of olikhet, with the interval of the change.
CREATE TABLE olikhet_andring (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    grund VARCHAR NOT NULL,
    fran VARCHAR NOT NULL,
    till VARCHAR NOT NULL,
    fran_varde DOUBLE NOT NULL,
    till_varde DOUBLE NOT NULL,
    andring DOUBLE NOT NULL,
    nedre DOUBLE,
    ovre DOUBLE,
    utfall VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, kategori, indelning, matt, grund)
)

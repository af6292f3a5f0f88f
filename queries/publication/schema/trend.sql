-- name: trend
-- The trend of the newest five calendar years: at 99.8 %, and only where every
-- year has a figure that allows a test. lutning is per year.
CREATE TABLE trend (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    metod VARCHAR NOT NULL,
    fran VARCHAR NOT NULL,
    till VARCHAR NOT NULL,
    forsta_varde DOUBLE NOT NULL,
    sista_varde DOUBLE NOT NULL,
    lutning DOUBLE,
    chi2 DOUBLE,
    p DOUBLE,
    riktning VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori)
)

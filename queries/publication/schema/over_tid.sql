-- name: over_tid
-- A month with its rolling twelve months and the same month a year before. For
-- display only: neighbouring rolling values share eleven of twelve months.
CREATE TABLE over_tid (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    varde DOUBLE,
    rullande_12 DOUBLE,
    rullande_enhet VARCHAR NOT NULL,
    fjol DOUBLE,
    andring DOUBLE,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori, period)
)

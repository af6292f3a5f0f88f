-- name: olikhet
-- How unequal the districts are in a year: matt is typisk_skillnad (standard
-- deviation beyond chance, in the indicator's unit), theil, theil_mellan_delar and
-- theil_inom_delar (without unit), theil_andel_mellan (per cent of theil), or lutningsindex (from the district lowest to
-- the one highest in the fact grund). The limits are a seeded bootstrap's.
CREATE TABLE olikhet (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    ar VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    grund VARCHAR NOT NULL,
    underlag VARCHAR NOT NULL,
    omraden BIGINT NOT NULL,
    varde DOUBLE NOT NULL,
    nedre DOUBLE,
    ovre DOUBLE,
    PRIMARY KEY (nyckeltal, kategori, indelning, ar, matt, grund)
)

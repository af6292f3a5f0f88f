-- name: tratt_punkt
-- One district in a funnel: its size, its value and the limits at its size, with
-- the variation between districts included.
CREATE TABLE tratt_punkt (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    storlek DOUBLE NOT NULL,
    varde DOUBLE NOT NULL,
    z DOUBLE NOT NULL,
    nedre_95 DOUBLE NOT NULL,
    ovre_95 DOUBLE NOT NULL,
    nedre_998 DOUBLE NOT NULL,
    ovre_998 DOUBLE NOT NULL,
    lage VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, kategori, period, indelning, omrade)
)

-- name: tratt_kurva
-- Points of the four lines of a funnel, by size, to draw it: of the newest month
-- and of every year.
CREATE TABLE tratt_kurva (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    ordning BIGINT NOT NULL,
    storlek DOUBLE NOT NULL,
    nedre_95 DOUBLE NOT NULL,
    ovre_95 DOUBLE NOT NULL,
    nedre_998 DOUBLE NOT NULL,
    ovre_998 DOUBLE NOT NULL,
    PRIMARY KEY (nyckeltal, kategori, period, indelning, ordning)
)

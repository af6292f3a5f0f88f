-- name: styrdiagram_punkt
-- A month of a control chart. A month without a value is a gap. signal is the rule
-- that flags it and sida its side of the centre, or the way a trend goes.
CREATE TABLE styrdiagram_punkt (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    fas BIGINT NOT NULL,
    varde DOUBLE,
    mitt DOUBLE,
    nedre DOUBLE,
    ovre DOUBLE,
    nara_nedre DOUBLE,
    nara_ovre DOUBLE,
    signal VARCHAR NOT NULL,
    sida VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori, period)
)

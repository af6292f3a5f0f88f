-- name: jamforelse
-- One area against the rest of the reported districts.
CREATE TABLE jamforelse (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    referens VARCHAR NOT NULL,
    referens_varde DOUBLE,
    skillnad DOUBLE,
    skillnad_nedre DOUBLE,
    skillnad_ovre DOUBLE,
    p DOUBLE,
    p_justerad DOUBLE,
    utfall VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori, period)
)

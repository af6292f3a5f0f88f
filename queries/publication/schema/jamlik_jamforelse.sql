-- name: jamlik_jamforelse
-- A district's figure beside that of its peers together: their pooled value,
-- and for a share the difference to it with its 95 % interval, tested by the rule
-- of jamforelse with the peers in place of the rest.
CREATE TABLE jamlik_jamforelse (
    nyckeltal VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    varde DOUBLE NOT NULL,
    skillnad DOUBLE,
    skillnad_nedre DOUBLE,
    skillnad_ovre DOUBLE,
    p DOUBLE,
    p_justerad DOUBLE,
    utfall VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, omrade, indelning, kategori, period)
)

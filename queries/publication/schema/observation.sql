-- name: observation
-- One figure of an indicator, for an area and a period.
CREATE TABLE observation (
    nyckeltal VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    varde DECIMAL(24, 9),
    enhet VARCHAR NOT NULL,
    taljare DECIMAL(18, 3),
    namnare DECIMAL(18, 3),
    nedre DECIMAL(24, 9),
    ovre DECIMAL(24, 9),
    status VARCHAR NOT NULL,
    kalla VARCHAR NOT NULL,
    -- The parts of a figure in today's division for a former one's period:
    -- empty for a figure as it was reported, bryts where the parts do not add.
    summa_av VARCHAR NOT NULL,
    PRIMARY KEY (nyckeltal, niva, omrade, indelning, kategori, period)
)

-- name: fakta
-- Published base facts: all that crossed the gate. Everything else in this
-- file is computed from them.
CREATE TABLE fakta (
    matt VARCHAR NOT NULL,
    slag VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    namnare DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3),
    antal BIGINT,
    enhet VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    kalla VARCHAR NOT NULL,
    kvitto BIGINT,
    PRIMARY KEY (matt, niva, omrade, indelning, kategori, period)
)

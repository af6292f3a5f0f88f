-- name: row_ekonomiskt_bistand
-- grain: receipt, stadsdel, manad
-- Accepted rows of every delivery of ekonomiskt_bistand, never changed.
CREATE TABLE row_ekonomiskt_bistand (
    receipt             INTEGER NOT NULL,
    line                BIGINT NOT NULL,
    stadsdel            VARCHAR NOT NULL,
    niva                VARCHAR NOT NULL,
    manad               VARCHAR NOT NULL,
    hushall             BIGINT,
    kostnad_tkr         DECIMAL(18, 3),
    kostnad_per_hushall DECIMAL(18, 3),
    vuxna               BIGINT,
    barn                BIGINT,
    budget_tkr          DECIMAL(18, 3),
    kalla               VARCHAR
)

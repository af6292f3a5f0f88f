-- name: kostnad_kvot
-- grain: period, niva, omrade
-- Kronor per household and month with its limits, computed by transform/facts
-- from kostnad_summa.
CREATE OR REPLACE TABLE kostnad_kvot (
    period VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3)
)

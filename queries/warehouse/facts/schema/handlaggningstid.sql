-- name: handlaggningstid
-- grain: period, niva, omrade
-- Median days of each cohort, computed by transform/facts from arende_antal.
CREATE OR REPLACE TABLE handlaggningstid (
    period VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3),
    antal BIGINT,
    under_nedre BIGINT,
    over_ovre BIGINT,
    kvitto BIGINT
)

-- name: handlaggningstid
-- grain: period, niva, omrade, indelning
-- Median days of each cohort, computed by transform/facts from arende_antal.
-- delar names the parts of a district of today's division, in a month of a
-- former one; empty for all others.
CREATE OR REPLACE TABLE handlaggningstid (
    period VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    delar VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3),
    antal BIGINT,
    under_nedre BIGINT,
    over_ovre BIGINT,
    kvitto BIGINT
)

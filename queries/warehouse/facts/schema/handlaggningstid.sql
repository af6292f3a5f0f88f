-- name: handlaggningstid
-- grain: matt, period, niva, omrade, indelning
-- Median and ninth decile of the days of each cohort, computed by
-- transform/facts from arende_antal and arende_ar_antal. delar names the parts of
-- a district of today's division, in a period of a former one; empty for all
-- others.
CREATE OR REPLACE TABLE handlaggningstid (
    matt VARCHAR NOT NULL,
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

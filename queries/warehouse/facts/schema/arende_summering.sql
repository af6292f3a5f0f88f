-- name: arende_summering
-- grain: matt, niva, omrade, kategori, period
-- The other summaries of a year's cases, computed by transform/facts: shares of
-- variance from arende_beslutad, and decisions in time against those expected
-- from arende_strata. bakom is how many the limits rest on, for the gate's rule on
-- limits: the groups that were drawn anew, or the fewer of those decided in time
-- and not. handlaggare is the smallest number of case workers in a
-- group that was counted, NULL where it is that of the area.
CREATE OR REPLACE TABLE arende_summering (
    matt VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3),
    antal BIGINT,
    bakom BIGINT,
    handlaggare BIGINT,
    kvitto BIGINT
)

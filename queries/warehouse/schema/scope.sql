-- name: scope
-- grain: receipt, period, area
-- What a delivery speaks for and replaces whole: the periods and areas of its
-- accepted rows. area is '*' for feeds that are full snapshots of a month, and
-- 'enhet:' and its name for a unit.
CREATE TABLE scope (
    receipt INTEGER NOT NULL,
    feed    VARCHAR NOT NULL,
    period  VARCHAR NOT NULL,
    area    VARCHAR NOT NULL
)

-- name: scope
-- grain: receipt, period, area, part
-- What a delivery speaks for and replaces whole: the periods and areas of its
-- accepted rows. area is '*' for feeds that are full snapshots of a month, and
-- 'enhet:' and its name for a unit. part is the fact or the measure where one
-- file of an area and period need not hold them all; otherwise empty.
CREATE TABLE scope (
    receipt INTEGER NOT NULL,
    feed    VARCHAR NOT NULL,
    period  VARCHAR NOT NULL,
    area    VARCHAR NOT NULL,
    part    VARCHAR NOT NULL
)

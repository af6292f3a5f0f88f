-- name: register_related
-- grain: omrade, annat
-- Pairs of districts of which one became the other, or a part of it: they hold
-- the same people, so that no figure may stand for both in one period.
CREATE TABLE register_related (
    omrade VARCHAR NOT NULL,
    annat  VARCHAR NOT NULL
)

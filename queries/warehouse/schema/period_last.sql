-- name: period_last
-- reads: period_first
-- The last day of a month (2011-11) or a year (2011).
CREATE MACRO period_last(p) AS
    CASE WHEN length(p) = 4 THEN make_date(p::BIGINT, 12, 31) ELSE last_day(period_first(p)) END

-- name: period_first
-- The first day of a month (2011-11) or a year (2011).
CREATE MACRO period_first(p) AS
    CASE WHEN length(p) = 4 THEN make_date(p::BIGINT, 1, 1) ELSE strptime(p || '-01', '%Y-%m-%d')::DATE END

-- name: nyckeltal_underlag
-- reads: nyckeltal_underlag
-- grain: nyckeltal, matt
-- All rows, in a total order.
SELECT nyckeltal, matt
FROM nyckeltal_underlag
ORDER BY nyckeltal, matt

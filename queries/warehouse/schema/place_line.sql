-- name: place_line
-- The line of a place, without its part and column.
CREATE MACRO place_line(place) AS place & 4294967295

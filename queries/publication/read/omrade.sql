-- name: omrade
-- reads: omrade
-- All rows, in a total order.
SELECT namn, slug, kod, niva, del, fran, till, rad, kolumn
FROM omrade
ORDER BY namn, slug, fran

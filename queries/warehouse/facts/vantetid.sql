-- name: vantetid
-- grain: kategori
-- The age bands of the queue, in days from application, both ends included.
SELECT band.kategori, band.fran, band.till
FROM (VALUES ('0–7 dagar', 0, 7), ('8–14 dagar', 8, 14), ('15–30 dagar', 15, 30), ('31–60 dagar', 31, 60), ('över 60 dagar', 61, 2147483647)) AS band (kategori, fran, till)
ORDER BY band.fran

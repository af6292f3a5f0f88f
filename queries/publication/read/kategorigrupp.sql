-- name: kategorigrupp
-- reads: kategorigrupp
-- grain: matt, grupp, kategori
-- Which categories of the yearly table a published monthly category holds.
SELECT matt, grupp, kategori
FROM kategorigrupp
ORDER BY matt, grupp, kategori

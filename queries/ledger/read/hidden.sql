-- name: hidden
-- reads: pattern
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn
-- Everything that must stay hidden.
SELECT matt, niva, omrade, indelning, kategori, period, kolumn
FROM pattern
ORDER BY matt, period, indelning, niva, omrade, kategori, kolumn

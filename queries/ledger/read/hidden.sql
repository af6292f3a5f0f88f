-- name: hidden
-- reads: pattern, publication
-- params: until
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn
-- Everything that must stay hidden.
SELECT matt, niva, omrade, indelning, kategori, period, kolumn
FROM pattern
JOIN publication ON publication.id = pattern.publikation
WHERE publication.publicerad <= $until
ORDER BY matt, period, indelning, niva, omrade, kategori, kolumn

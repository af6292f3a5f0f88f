-- name: tables
-- reads: released, publication
-- params: until
-- grain: matt, indelning, period
-- The district tables that were shown, and whether with categories. Published
-- statistics of others (offentlig) need no protection and are left out.
SELECT matt, indelning, period, bool_or(kategori <> '') AS kategorier
FROM released
JOIN publication ON publication.id = released.publikation
WHERE niva = 'stadsdel' AND slag <> 'offentlig' AND (varde IS NOT NULL OR namnare IS NOT NULL) AND publication.publicerad <= $until
GROUP BY matt, indelning, period
ORDER BY matt, period, indelning

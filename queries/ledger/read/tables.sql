-- name: tables
-- reads: released
-- grain: matt, indelning, period
-- The district tables that were shown, and whether with categories. Published
-- statistics of others (offentlig) need no protection and are left out.
SELECT matt, indelning, period, bool_or(kategori <> '') AS kategorier
FROM released
WHERE niva = 'stadsdel' AND slag <> 'offentlig' AND (varde IS NOT NULL OR namnare IS NOT NULL)
GROUP BY matt, indelning, period
ORDER BY matt, period, indelning

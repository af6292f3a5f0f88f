-- name: released
-- reads: incoming, publication
-- grain: publikation, matt, niva, omrade, indelning, kategori, period
-- What a publication has that the newest one with the same figure has not.
INSERT INTO released
WITH newest AS (
    SELECT released.* FROM released
    JOIN publication ON publication.id = released.publikation
    QUALIFY row_number() OVER (PARTITION BY matt, niva, omrade, indelning, kategori, period ORDER BY publication.publicerad DESC, publikation DESC) = 1
)
SELECT i.* FROM incoming AS i
ANTI JOIN newest AS n
    ON n.matt = i.matt AND n.niva = i.niva AND n.omrade = i.omrade AND n.indelning = i.indelning AND n.kategori = i.kategori AND n.period = i.period
    AND n.slag = i.slag AND n.status = i.status
    AND n.varde IS NOT DISTINCT FROM i.varde AND n.namnare IS NOT DISTINCT FROM i.namnare AND n.nedre IS NOT DISTINCT FROM i.nedre
    AND n.ovre IS NOT DISTINCT FROM i.ovre AND n.antal IS NOT DISTINCT FROM i.antal

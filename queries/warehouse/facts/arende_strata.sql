-- name: arende_strata
-- reads: arende_kohort, ar_del, fact_beslut_inom_riktlinje
-- params: guideline_days
-- grain: ar, omrade, hushallstyp
-- A year's applications by type of household, and how many of them were decided
-- in time, in each district and in the whole city: what the share expected of a
-- district's mix is made of. Only where the pair of both stands, and where the
-- type is known for 95 of 100 of the city's applications; the others are a type
-- of their own.
WITH placed AS (
    SELECT d.ar, d.niva, d.omrade, d.indelning, coalesce(k.hushallstyp, '') AS hushallstyp, count(*) AS antal,
           count(*) FILTER (k.beslutad AND k.dagar <= $guideline_days) AS inom, max(k.receipt) AS receipt
    FROM ar_del AS d
    JOIN arende_kohort AS k ON k.period = d.period AND (d.niva = 'stad' OR d.niva = 'stadsdel' AND k.omrade = d.del)
    WHERE d.feed = 'arenden' AND d.hel
    GROUP BY d.ar, d.niva, d.omrade, d.indelning, k.hushallstyp
),
city AS (
    SELECT p.ar, p.hushallstyp, p.antal, p.inom
    FROM placed AS p
    JOIN fact_beslut_inom_riktlinje AS f ON f.niva = p.niva AND f.omrade = p.omrade AND f.period = p.ar AND f.status = 'ok'
    WHERE p.niva = 'stad'
    QUALIFY 20 * coalesce(sum(p.antal) FILTER (p.hushallstyp = '') OVER (PARTITION BY p.ar), 0) <= sum(p.antal) OVER (PARTITION BY p.ar)
)
SELECT p.ar, p.omrade, p.indelning, p.hushallstyp, p.antal, p.inom, c.antal AS stad_antal, c.inom AS stad_inom, p.receipt
FROM placed AS p
JOIN city AS c ON c.ar = p.ar AND c.hushallstyp = p.hushallstyp
JOIN fact_beslut_inom_riktlinje AS f ON f.niva = p.niva AND f.omrade = p.omrade AND f.indelning = p.indelning AND f.period = p.ar AND f.status = 'ok'
WHERE p.niva = 'stadsdel'
ORDER BY p.ar, p.omrade, p.hushallstyp

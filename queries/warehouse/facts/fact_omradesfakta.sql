-- name: fact_omradesfakta
-- reads: current_omradesfakta, omradesfakta_division, register_division, register_related
-- params: source_omradesfakta
-- grain: matt, niva, omrade, indelning, kategori, period
-- Published statistics of others, each under its own code and in the division
-- that it was reported in: what they count is not ours to add. The delivered
-- value where there is one, else the share in percent where numerator and
-- denominator were delivered, else the numerator. Every district of that
-- division has a row for each fact, group and year that any district was
-- delivered for. A district of another division has its row only where no
-- district that holds the same people was delivered.
WITH figure AS (
    SELECT *,
           coalesce(varde, (100 * taljare / nullif(namnare, 0))::DECIMAL(18, 3), CASE WHEN namnare IS NULL THEN taljare END) AS visat,
           CASE WHEN varde IS NULL AND namnare IS NOT NULL THEN 'procent' ELSE coalesce(enhet, '') END AS visad_enhet,
           CASE WHEN varde IS NULL AND namnare IS NOT NULL THEN 'ok' ELSE 'levererad' END AS visad_status
    FROM current_omradesfakta
),
delivered AS (
    SELECT faktum, grupp, ar, max(visad_enhet) AS visad_enhet
    FROM figure
    WHERE niva = 'stadsdel'
    GROUP BY faktum, grupp, ar
),
inside AS (
    SELECT DISTINCT f.faktum, f.ar, f.stadsdel
    FROM figure AS f
    JOIN omradesfakta_division AS k ON k.faktum = f.faktum AND k.ar = f.ar
    JOIN register_division AS d ON d.indelning = k.indelning AND d.namn = f.stadsdel
    WHERE f.niva = 'stadsdel'
),
aside AS (
    SELECT f.faktum, f.ar, f.grupp, f.stadsdel, f.visad_enhet, max(d.indelning) AS indelning
    FROM figure AS f
    JOIN register_division AS d ON d.namn = f.stadsdel
    WHERE f.niva = 'stadsdel'
      AND NOT EXISTS (SELECT 1 FROM inside AS i WHERE i.faktum = f.faktum AND i.ar = f.ar AND i.stadsdel = f.stadsdel)
      AND NOT EXISTS (SELECT 1 FROM inside AS i JOIN register_related AS r ON r.annat = i.stadsdel
                      WHERE i.faktum = f.faktum AND i.ar = f.ar AND r.omrade = f.stadsdel)
    GROUP BY f.faktum, f.ar, f.grupp, f.stadsdel, f.visad_enhet
),
placed AS (
    SELECT k.faktum, k.grupp, k.ar, 'stadsdel' AS niva, d.namn AS omrade, d.indelning, k.visad_enhet AS annars_enhet
    FROM delivered AS k
    JOIN omradesfakta_division AS o ON o.faktum = k.faktum AND o.ar = k.ar
    JOIN register_division AS d ON d.indelning = o.indelning
    WHERE NOT EXISTS (SELECT 1 FROM aside AS a JOIN register_related AS r ON r.annat = a.stadsdel
                      WHERE a.faktum = k.faktum AND a.ar = k.ar AND r.omrade = d.namn)
    UNION ALL
    SELECT faktum, grupp, ar, 'stadsdel', stadsdel, indelning, visad_enhet FROM aside
    UNION ALL
    SELECT faktum, grupp, ar, niva, stadsdel, '', visad_enhet FROM figure WHERE niva <> 'stadsdel'
)
SELECT p.faktum AS matt, 'offentlig' AS slag, p.niva, p.omrade, p.indelning, p.grupp AS kategori, p.ar AS period,
       f.visat AS varde, CASE WHEN f.visat IS NOT NULL THEN f.namnare END AS namnare,
       coalesce(f.visad_enhet, p.annars_enhet) AS enhet,
       CASE WHEN f.receipt IS NULL THEN 'ej_levererad' WHEN f.visat IS NULL THEN 'ej_tillamplig' ELSE f.visad_status END AS status,
       CASE WHEN f.receipt IS NULL THEN '' ELSE coalesce(nullif(f.kalla, ''), $source_omradesfakta) END AS kalla,
       f.receipt AS kvitto
FROM placed AS p
LEFT JOIN figure AS f
    ON f.faktum = p.faktum AND f.grupp = p.grupp AND f.ar = p.ar AND f.niva = p.niva AND f.stadsdel = p.omrade
ORDER BY matt, period, niva, omrade, kategori

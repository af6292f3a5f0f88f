-- name: fact_omradesfakta
-- reads: current_omradesfakta, register_division
-- params: source_omradesfakta
-- grain: matt, niva, omrade, indelning, kategori, period
-- Published statistics of others, each under its own code. The delivered value
-- where there is one, else the share in percent where numerator and denominator
-- were delivered, else the numerator. Every district in force on 31 December
-- has a row for each fact, group and year that any district was delivered for.
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
placed AS (
    SELECT k.faktum, k.grupp, k.ar, 'stadsdel' AS niva, d.namn AS omrade, d.indelning, k.visad_enhet AS annars_enhet
    FROM delivered AS k
    JOIN register_division AS d
        ON (d.fran IS NULL OR d.fran <= period_last(k.ar)) AND (d.till IS NULL OR d.till >= period_last(k.ar))
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

-- name: base_fact
-- reads: fact_ekonomiskt_bistand, fact_forsorjningshinder, fact_omradesfakta, fact_beslut_inom_riktlinje, handlaggningstid, enhet_handlaggare
-- params: source_arenden
-- grain: matt, niva, omrade, indelning, kategori, period
-- Every figure before the gate. under_nedre and over_ovre count the decided
-- cases strictly beyond a summary's limits; they never cross. A median that the
-- survival curve has not reached, or of no cases, does not exist yet. delar names
-- the former districts that a figure was added up of, or whose cases a median in
-- today's division is of. handlaggare counts the case workers behind a figure;
-- bidragare, storsta and nast_storsta are how many households an amount was paid
-- to and what the two largest received. None of them crosses.
WITH figure AS (
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde::DECIMAL(18, 3) AS varde,
           NULL::DECIMAL(18, 3) AS namnare, NULL::DECIMAL(18, 3) AS nedre, NULL::DECIMAL(18, 3) AS ovre,
           NULL::BIGINT AS antal, NULL::BIGINT AS under_nedre, NULL::BIGINT AS over_ovre, enhet, status, kalla, kvitto::BIGINT AS kvitto, delar
    FROM fact_ekonomiskt_bistand
    UNION ALL
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde,
           NULL, NULL, NULL, NULL, NULL, NULL, enhet, status, kalla, kvitto, delar
    FROM fact_forsorjningshinder
    UNION ALL
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde,
           namnare, NULL, NULL, NULL, NULL, NULL, enhet, status, kalla, kvitto, ''
    FROM fact_omradesfakta
    UNION ALL
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde,
           namnare, NULL, NULL, NULL, NULL, NULL, enhet, status, kalla, kvitto, ''
    FROM fact_beslut_inom_riktlinje
    UNION ALL
    SELECT 'handlaggningstid_median', 'sammanfattning', niva, omrade, indelning, '', period, varde,
           NULL, nedre, ovre, antal, under_nedre, over_ovre, 'dagar',
           CASE WHEN antal IS NULL THEN 'ej_levererad' WHEN varde IS NULL THEN 'ej_tillamplig' ELSE 'ok' END,
           concat_ws(', ', nullif($source_arenden, ''), 'räknad på ärenden i ' || nullif(regexp_replace(replace(delar, ' + ', ', '), '^(.*), ([^,]*)$', '\1 och \2'), '')),
           kvitto, delar
    FROM handlaggningstid
)
SELECT f.*, CASE WHEN f.niva = 'enhet' THEN coalesce(h.handlaggare, 0) END AS handlaggare,
       NULL::BIGINT AS bidragare, NULL::DECIMAL(18, 3) AS storsta, NULL::DECIMAL(18, 3) AS nast_storsta
FROM figure AS f
LEFT JOIN enhet_handlaggare AS h ON f.niva = 'enhet' AND h.period = f.period AND h.enhet = f.omrade
ORDER BY f.matt, f.period, f.indelning, f.niva, f.omrade, f.kategori

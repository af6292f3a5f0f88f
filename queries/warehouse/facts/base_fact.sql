-- name: base_fact
-- reads: fact_ekonomiskt_bistand, fact_forsorjningshinder, fact_omradesfakta, fact_beslut_inom_riktlinje, fact_oppna_arenden, fact_kostnad_per_hushallsmanad, handlaggningstid, arende_summering, kostnad_bidrag, enhet_handlaggare, omrade_handlaggare, ar_sammanlagd
-- params: source_arenden
-- grain: matt, niva, omrade, indelning, kategori, period
-- Every figure before the gate. under_nedre and over_ovre count the decided
-- cases, or the households, strictly beyond a summary's limits (of other
-- summaries, how many the limit rests on); they never cross. A quantile that the
-- survival curve has not reached, or of no cases, does not exist yet. delar names
-- the former districts that a figure was added up of, or whose cases a median
-- in today's division is of; a year names them in its source only. handlaggare
-- counts the case workers behind a figure; bidragare, storsta and nast_storsta
-- are how many households an amount was paid to and what the two largest
-- received. None of them crosses.
WITH figure AS (
    SELECT f.matt, f.slag, f.niva, f.omrade, f.indelning, f.kategori, f.period, f.varde::DECIMAL(18, 3) AS varde,
           NULL::DECIMAL(18, 3) AS namnare, NULL::DECIMAL(18, 3) AS nedre, NULL::DECIMAL(18, 3) AS ovre,
           NULL::BIGINT AS antal, NULL::BIGINT AS under_nedre, NULL::BIGINT AS over_ovre, f.enhet, f.status, f.kalla, f.kvitto::BIGINT AS kvitto, f.delar,
           NULL::BIGINT AS handlaggare, b.bidragare, b.storsta, b.nast_storsta, '' AS feed
    FROM fact_ekonomiskt_bistand AS f
    LEFT JOIN kostnad_bidrag AS b ON f.matt = 'kostnad_tkr' AND b.niva = f.niva AND b.omrade = f.omrade AND b.period = f.period
    UNION ALL BY NAME
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, enhet, status, kalla, kvitto, delar, '' AS feed FROM fact_forsorjningshinder
    UNION ALL BY NAME
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, namnare, enhet, status, kalla, kvitto, '' AS delar, '' AS feed FROM fact_omradesfakta
    UNION ALL BY NAME
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, namnare, enhet, status, kalla, kvitto, '' AS delar, 'arenden' AS feed FROM fact_beslut_inom_riktlinje
    UNION ALL BY NAME
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, enhet, status, kalla, kvitto, '' AS delar, 'arenden' AS feed FROM fact_oppna_arenden
    UNION ALL BY NAME
    SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, nedre, ovre, antal, under_nedre, over_ovre, enhet, status, kalla, kvitto,
           '' AS delar, bidragare, storsta, nast_storsta, 'utbetalningar' AS feed
    FROM fact_kostnad_per_hushallsmanad
    UNION ALL BY NAME
    SELECT matt, 'sammanfattning' AS slag, niva, omrade, indelning, '' AS kategori, period, varde, nedre, ovre, antal, under_nedre, over_ovre, 'dagar' AS enhet,
           CASE WHEN antal IS NULL THEN 'ej_levererad' WHEN varde IS NULL THEN 'ej_tillamplig' ELSE 'ok' END AS status,
           concat_ws(', ', nullif($source_arenden, ''), 'räknad på ärenden i ' || nullif(regexp_replace(replace(delar, ' + ', ', '), '^(.*), ([^,]*)$', '\1 och \2'), '')) AS kalla,
           kvitto, delar, 'arenden' AS feed
    FROM handlaggningstid
    UNION ALL BY NAME
    SELECT matt, 'sammanfattning' AS slag, niva, omrade, indelning, kategori, period, varde, nedre, ovre, antal,
           CASE WHEN nedre IS NOT NULL THEN bakom END AS under_nedre, CASE WHEN ovre IS NOT NULL THEN bakom END AS over_ovre, 'procent' AS enhet,
           CASE WHEN varde IS NULL THEN 'ej_tillamplig' ELSE 'ok' END AS status, $source_arenden AS kalla, kvitto, '' AS delar, handlaggare, 'arenden' AS feed
    FROM arende_summering
)
SELECT f.matt, f.slag, f.niva, f.omrade, f.indelning, f.kategori, f.period, f.varde, f.namnare, f.nedre, f.ovre, f.antal, f.under_nedre, f.over_ovre,
       f.enhet, f.status, CASE WHEN f.status = 'ej_levererad' THEN f.kalla
           ELSE concat_ws(', ', nullif(f.kalla, ''), 'med ' || s.namn || ' före sammanslagningen') END AS kalla, f.kvitto, f.delar,
       CASE WHEN f.niva = 'enhet' THEN coalesce(h.handlaggare, 0) ELSE coalesce(f.handlaggare, o.handlaggare) END AS handlaggare,
       f.bidragare, f.storsta, f.nast_storsta
FROM figure AS f
LEFT JOIN enhet_handlaggare AS h ON f.niva = 'enhet' AND h.period = f.period AND h.enhet = f.omrade
LEFT JOIN omrade_handlaggare AS o
    ON f.feed = 'arenden' AND o.niva = f.niva AND o.omrade = f.omrade AND o.indelning = f.indelning
        AND o.period = CASE WHEN length(f.period) = 4 THEN f.period || '-12' ELSE f.period END
LEFT JOIN ar_sammanlagd AS s ON f.delar = '' AND f.niva = 'stadsdel' AND s.feed = f.feed AND s.ar = f.period AND s.omrade = f.omrade
ORDER BY f.matt, f.period, f.indelning, f.niva, f.omrade, f.kategori

-- name: kostnad_per_invanare
-- title: Kostnad för ekonomiskt bistånd per invånare
-- short: Kostnad per invånare
-- definition: Månadens utbetalda ekonomiska bistånd delat med antalet invånare den 31 december närmast före månaden
--   (högst två år tidigare), i kronor. Nivån speglar vilka som bor i stadsdelen, inte hur arbetet sköts.
-- unit: kr
-- decimals: 1
-- factor: 1000
-- method: kvot
-- direction: ingen
-- adds: inget
-- type: flode
-- topic: Ekonomiskt bistånd
-- order: 40
-- reads: underlag, folkmangd
-- grain: niva, omrade, indelning, kategori, period
-- A month uses the latest year end before it, a year its own.
WITH par AS (
    SELECT b.niva, b.omrade, b.indelning, b.period, b.varde, b.status, b.kalla, b.summa_av, f.varde AS invanare, f.ar, f.kalla AS folkkalla
    FROM underlag AS b
    LEFT JOIN folkmangd AS f
        ON f.omrade = b.omrade AND f.indelning = b.indelning
        AND f.ar BETWEEN left(b.period, 4)::INTEGER - 2 AND left(b.period, 4)::INTEGER - (length(b.period) = 7)::INTEGER
    WHERE b.matt = 'kostnad_tkr' AND b.kategori = '' AND b.niva IN ('stadsdel', 'stad')
    QUALIFY row_number() OVER (PARTITION BY b.niva, b.omrade, b.indelning, b.period ORDER BY f.ar DESC NULLS LAST) = 1
)
SELECT
    niva, omrade, indelning, '' AS kategori, period,
    1000 * varde / nullif(invanare, 0) AS varde, varde AS taljare, invanare AS namnare, NULL AS nedre, NULL AS ovre,
    samlad_status(status, CASE WHEN invanare > 0 THEN 'ok' END) AS status,
    kalla || coalesce('. Folkmängd 31 december ' || ar || ': ' || folkkalla, '') AS kalla,
    summa_av
FROM par
WHERE EXISTS (SELECT 1 FROM par WHERE invanare > 0)

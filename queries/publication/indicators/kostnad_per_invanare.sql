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
-- process: nej
-- chart: xmr
-- funnel: nej
-- topic: Ekonomiskt bistånd
-- order: 40
-- reads: per_invanare
-- grain: niva, omrade, indelning, kategori, period
-- Absent where no area has a known number of inhabitants.
SELECT
    niva, omrade, indelning, '' AS kategori, period,
    1000 * varde / nullif(invanare, 0) AS varde, varde AS taljare, invanare AS namnare, NULL AS nedre, NULL AS ovre,
    status, kalla, summa_av
FROM per_invanare
WHERE matt = 'kostnad_tkr' AND EXISTS (SELECT 1 FROM per_invanare WHERE matt = 'kostnad_tkr' AND invanare > 0)

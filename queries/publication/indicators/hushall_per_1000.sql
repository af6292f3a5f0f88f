-- name: hushall_per_1000
-- title: Hushåll med ekonomiskt bistånd per 1 000 invånare
-- short: Hushåll per 1 000 inv.
-- definition: Hushåll som fick ekonomiskt bistånd under månaden, per 1 000 invånare den 31 december närmast före månaden
--   (högst två år tidigare). Nivån speglar vilka som bor i stadsdelen, inte hur arbetet sköts.
-- unit: hushåll per 1 000 invånare
-- decimals: 1
-- factor: 1000
-- method: kvot
-- direction: ingen
-- adds: inget
-- type: bestand
-- process: nej
-- chart: nej
-- funnel: antal
-- topic: Ekonomiskt bistånd
-- order: 20
-- reads: per_invanare
-- grain: niva, omrade, indelning, kategori, period
-- Absent where no area has a known number of inhabitants.
SELECT
    niva, omrade, indelning, '' AS kategori, period,
    1000 * varde / nullif(invanare, 0) AS varde, varde AS taljare, invanare AS namnare, NULL AS nedre, NULL AS ovre,
    status, kalla, summa_av
FROM per_invanare
WHERE matt = 'hushall' AND EXISTS (SELECT 1 FROM per_invanare WHERE matt = 'hushall' AND invanare > 0)

-- name: handlaggningstid_inom_riktlinje
-- title: Beslut inom riktlinjens tid
-- short: Beslut i tid
-- definition: Andel av månadens ansökningar som fick beslut inom det antal dagar som stadens riktlinje anger. En månad visas
--   först när så många dagar har gått för alla dess ansökningar; de som ännu väntar räknas då som inte avgjorda i tid.
-- unit: procent
-- decimals: 1
-- factor: 100
-- method: andel
-- direction: hog_bra
-- adds: inget
-- type: flode
-- process: ja
-- chart: laney
-- funnel: andel
-- topic: Handläggning
-- order: 70
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The pair decided within N days of applications; the period is the month of application.
SELECT
    niva, omrade, indelning, kategori, period,
    100 * varde / nullif(namnare, 0) AS varde, varde AS taljare, namnare, NULL AS nedre, NULL AS ovre,
    CASE WHEN namnare = 0 THEN 'ej_tillamplig' ELSE status END AS status, kalla, summa_av
FROM underlag
WHERE matt = 'beslut_inom_riktlinje' AND kategori = '' AND length(period) = 7

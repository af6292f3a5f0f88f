-- name: handlaggningstid_inom_riktlinje_ar
-- title: Beslut inom riktlinjens tid under året
-- short: Beslut i tid, året
-- definition: Andel av årets ansökningar som fick beslut inom det antal dagar som stadens riktlinje anger. Ett år visas när alla dess
--   månader är redovisade och så många dagar har gått för alla dess ansökningar.
-- unit: procent
-- decimals: 1
-- factor: 100
-- method: andel
-- direction: hog_bra
-- adds: inget
-- type: flode
-- topic: Handläggning
-- order: 71
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The pair decided within N days of applications; the year is the sum of its twelve months of application.
SELECT
    niva, omrade, indelning, kategori, period,
    100 * varde / nullif(namnare, 0) AS varde, varde AS taljare, namnare, NULL AS nedre, NULL AS ovre,
    CASE WHEN namnare = 0 THEN 'ej_tillamplig' ELSE status END AS status, kalla, summa_av
FROM underlag
WHERE matt = 'beslut_inom_riktlinje' AND kategori = '' AND length(period) = 4

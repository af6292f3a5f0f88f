-- name: oppna_arenden
-- title: Öppna ärenden efter väntetid
-- short: Öppna ärenden
-- definition: Antal ansökningar som väntade på beslut den sista dagen i månaden, efter hur många dagar de hade väntat. Samma ansökan
--   kan vänta i flera månader, så månaderna går inte att lägga ihop.
-- unit: ärenden
-- decimals: 0
-- factor: 1
-- method: antal
-- direction: lag_bra
-- adds: stadsdelar
-- type: bestand
-- topic: Handläggning
-- categories: väntetid
-- order: 75
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The queue by age at the end of the month, and all of it under the empty category.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, varde AS taljare, NULL AS namnare, NULL AS nedre, NULL AS ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'oppna_arenden'

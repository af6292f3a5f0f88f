-- name: hushall
-- title: Hushåll med ekonomiskt bistånd
-- short: Hushåll
-- definition: Antal hushåll som fick ekonomiskt bistånd under månaden. Ett hushåll som flyttar räknas i båda stadsdelarna,
--   och samma hushåll återkommer månad efter månad. Hushåll får därför inte läggas ihop över stadsdelar eller månader.
-- unit: hushåll
-- decimals: 0
-- factor: 1
-- method: antal
-- direction: ingen
-- adds: inget
-- type: bestand
-- process: nej
-- chart: nej
-- funnel: nej
-- topic: Ekonomiskt bistånd
-- order: 10
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The delivered count itself.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, varde AS taljare, NULL AS namnare, NULL AS nedre, NULL AS ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'hushall' AND kategori = ''

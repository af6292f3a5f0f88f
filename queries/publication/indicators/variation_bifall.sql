-- name: variation_bifall
-- title: Variation i beslut
-- short: Variation, beslut
-- definition: Hur stor del av variationen i besluten, om en ansökan som prövades under året beviljades (helt eller delvis) eller avslogs, som ligger mellan stadsdelar. För sig räknas
--   hur mycket som ligger mellan enheter, mellan handläggare i samma enhet och inom det som en handläggare beslutar. Bara för hela staden.
-- unit: procent
-- decimals: 0
-- factor: 1
-- method: sammanfattning
-- direction: ingen
-- adds: inget
-- type: flode
-- topic: Handläggning
-- categories: nivå
-- order: 81
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- Shares of variance made from cases before the gate: between districts in an analysis of its own, the other three add up to 100.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'variation_bifall'

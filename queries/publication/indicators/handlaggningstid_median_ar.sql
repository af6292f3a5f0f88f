-- name: handlaggningstid_median_ar
-- title: Handläggningstid, median för året
-- short: Handläggningstid, året
-- definition: Antal dagar från ansökan till beslut för hälften av årets ansökningar. Ansökningar som ännu inte är avgjorda räknas
--   med som väntande (Kaplan–Meier). För små stadsdelar, där månaderna har för få ansökningar för att visas, är året det som kan visas.
-- unit: dagar
-- decimals: 0
-- factor: 1
-- method: median
-- direction: lag_bra
-- adds: inget
-- type: flode
-- topic: Handläggning
-- order: 61
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- Made from cases before the gate; the year is that of application, when all its months are reported.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'handlaggningstid_median' AND kategori = '' AND length(period) = 4

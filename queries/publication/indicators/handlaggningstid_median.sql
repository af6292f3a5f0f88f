-- name: handlaggningstid_median
-- title: Handläggningstid, median
-- short: Handläggningstid
-- definition: Antal dagar från ansökan till beslut för hälften av månadens ansökningar. Ansökningar som ännu inte är avgjorda
--   räknas med som väntande (Kaplan–Meier), så att en växande kö inte ser ut som snabb handläggning.
-- unit: dagar
-- decimals: 0
-- factor: 1
-- method: median
-- direction: lag_bra
-- adds: inget
-- type: flode
-- process: ja
-- chart: xmr
-- funnel: nej
-- topic: Handläggning
-- order: 60
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- Made from cases before the gate; the period is the month of application.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'handlaggningstid_median' AND kategori = '' AND length(period) = 7

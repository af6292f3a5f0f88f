-- name: handlaggningstid_p90_ar
-- title: Handläggningstid, nio av tio under året
-- short: Nio av tio, året
-- definition: Antal dagar från ansökan till beslut som nio av tio av årets ansökningar klarades på; var tionde tog längre tid.
--   Ansökningar som ännu inte är avgjorda räknas med som väntande (Kaplan–Meier), så att en växande kö inte ser ut som snabb handläggning.
-- unit: dagar
-- decimals: 0
-- factor: 1
-- method: median
-- direction: lag_bra
-- adds: inget
-- type: flode
-- topic: Handläggning
-- order: 63
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The ninth decile, made from cases before the gate; the year is that of application.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'handlaggningstid_p90' AND kategori = '' AND length(period) = 4

-- name: kostnad_per_hushallsmanad_ar
-- title: Kostnad per hushållsmånad under året
-- short: Per hushållsmånad, året
-- definition: Utbetalt ekonomiskt bistånd per hushåll och månad, räknat på varje hushålls utbetalningar under året. Intervallet säger hur
--   mycket talet kan variera av slump när hushållen är få. Hushållens storlek och behov skiljer sig mellan stadsdelar.
-- unit: kr
-- decimals: 0
-- factor: 1
-- method: sammanfattning
-- direction: ingen
-- adds: inget
-- type: flode
-- topic: Ekonomiskt bistånd
-- order: 32
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- A ratio of sums over households with its linearised interval, made from payments before the gate.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'kostnad_per_hushallsmanad' AND kategori = '' AND length(period) = 4

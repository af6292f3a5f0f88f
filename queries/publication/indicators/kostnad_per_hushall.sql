-- name: kostnad_per_hushall
-- title: Kostnad per hushåll
-- short: Kostnad per hushåll
-- definition: Månadens utbetalda ekonomiska bistånd delat med antalet hushåll som fick det, i kronor. Den kostnad per hushåll
--   som källan anger visas som den är, eftersom den är räknad på kronor utan avrundning; annars räknas den ur kostnad i tkr.
-- unit: kr
-- decimals: 0
-- factor: 1000
-- method: kvot
-- direction: ingen
-- adds: inget
-- type: flode
-- process: nej
-- chart: xmr
-- funnel: nej
-- topic: Ekonomiskt bistånd
-- order: 30
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The delivered ratio where there is one; else cost over households.
WITH h AS (SELECT niva, omrade, indelning, period, varde, status, kalla, summa_av FROM underlag WHERE matt = 'hushall' AND kategori = ''),
k AS (SELECT niva, omrade, indelning, period, varde, status FROM underlag WHERE matt = 'kostnad_tkr' AND kategori = ''),
l AS (SELECT niva, omrade, indelning, period, varde, status FROM underlag WHERE matt = 'kostnad_per_hushall' AND kategori = ''),
alla AS (
    SELECT h.niva, h.omrade, h.indelning, h.period, h.kalla, h.summa_av, h.varde AS hushall, k.varde AS tkr, l.varde AS levererad,
        samlad_status(h.status, k.status) AS samlad
    FROM h
    LEFT JOIN k USING (niva, omrade, indelning, period)
    LEFT JOIN l USING (niva, omrade, indelning, period)
)
SELECT
    niva, omrade, indelning, '' AS kategori, period,
    CASE WHEN samlad IN ('ok', 'preliminar') THEN coalesce(levererad, 1000 * tkr / nullif(hushall, 0)) END AS varde,
    tkr AS taljare, hushall AS namnare, NULL AS nedre, NULL AS ovre,
    CASE
        WHEN samlad = 'ok' AND levererad IS NOT NULL THEN 'levererad'
        WHEN samlad IN ('ok', 'preliminar') AND hushall = 0 THEN 'ej_tillamplig'
        ELSE samlad
    END AS status,
    kalla, summa_av
FROM alla

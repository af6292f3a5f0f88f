-- name: ansokningar
-- title: Ansökningar om ekonomiskt bistånd
-- short: Ansökningar
-- definition: Antal ansökningar som kom in under månaden. En månad visas först när riktlinjens tid har gått för alla dess
--   ansökningar, tillsammans med andelen som fick beslut i tid. Antalet speglar vilka som bor i stadsdelen, inte hur arbetet sköts.
-- unit: ansökningar
-- decimals: 0
-- factor: 1
-- method: antal
-- direction: ingen
-- adds: stadsdelar och manader
-- type: flode
-- process: nej
-- chart: xmr
-- funnel: nej
-- topic: Handläggning
-- order: 55
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The denominator of the pair decided within N days; it may be shown where the pair is hidden.
SELECT
    niva, omrade, indelning, kategori, period,
    namnare AS varde, namnare AS taljare, NULL AS namnare, NULL AS nedre, NULL AS ovre,
    CASE WHEN namnare IS NULL OR status = 'preliminar' THEN status ELSE 'ok' END AS status, kalla, summa_av
FROM underlag
WHERE matt = 'beslut_inom_riktlinje' AND kategori = '' AND length(period) = 7

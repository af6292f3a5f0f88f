-- name: forsorjningshinder
-- title: Försörjningshinder, andel av vuxna biståndstagare
-- short: Försörjningshinder
-- definition: Vuxna biståndstagare med det angivna försörjningshindret, som andel av alla vuxna som har ett registrerat hinder
--   i stadsdelen under månaden. Båda vuxna i ett hushåll räknas, så ett hushåll kan finnas två gånger.
-- unit: procent
-- decimals: 1
-- factor: 100
-- method: andel
-- direction: ingen
-- adds: inget
-- type: bestand
-- process: nej
-- chart: nej
-- funnel: andel
-- topic: Försörjningshinder
-- categories: hinder
-- order: 50
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- Adults per reason over the adults of all reasons.
WITH total AS (SELECT niva, omrade, indelning, period, varde, status FROM underlag WHERE matt = 'vuxna_hinder' AND kategori = '')
SELECT
    d.niva, d.omrade, d.indelning, d.kategori, d.period,
    CASE WHEN samlad_status(d.status, t.status) IN ('ok', 'preliminar') THEN 100 * d.varde / nullif(t.varde, 0) END AS varde,
    d.varde AS taljare, t.varde AS namnare, NULL AS nedre, NULL AS ovre,
    CASE WHEN t.varde = 0 THEN 'ej_tillamplig' ELSE samlad_status(d.status, t.status) END AS status,
    d.kalla, d.summa_av
FROM underlag AS d
LEFT JOIN total AS t USING (niva, omrade, indelning, period)
WHERE d.matt = 'vuxna_hinder' AND d.kategori <> ''

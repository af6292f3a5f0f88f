-- name: bistandstagare_andel
-- title: Biståndstagare, andel av befolkningen
-- short: Biståndstagare
-- definition: Personer som någon gång under året fick ekonomiskt bistånd, som andel av befolkningen. Andelen visas som staden
--   har publicerat den. Folkmängden per stadsdel för dessa år finns inte i underlaget, så något osäkerhetsintervall kan
--   inte räknas. Nivån speglar vilka som bor i stadsdelen, inte hur arbetet sköts.
-- unit: procent
-- decimals: 1
-- factor: 100
-- method: som_levererad
-- direction: ingen
-- adds: inget
-- type: bestand
-- process: nej
-- chart: nej
-- funnel: nej
-- topic: Ekonomiskt bistånd
-- order: 15
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- The share as the city printed it, with the recipients beside it.
WITH personer AS (SELECT niva, omrade, indelning, period, varde FROM underlag WHERE matt = 'bistandstagare' AND kategori = '')
SELECT
    a.niva, a.omrade, a.indelning, '' AS kategori, a.period,
    a.varde, p.varde AS taljare, NULL AS namnare, NULL AS nedre, NULL AS ovre,
    a.status, a.kalla, a.summa_av
FROM underlag AS a
LEFT JOIN personer AS p USING (niva, omrade, indelning, period)
WHERE a.matt = 'bistandstagare_andel' AND a.kategori = ''

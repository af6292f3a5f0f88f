-- name: arende_antal
-- reads: arende_antal, arende_ar_antal, dagens_delar
-- grain: period, niva, omrade, indelning, dagar, beslutad
-- The cohorts of months and years, one after the other: those of base facts, and
-- for periods of former divisions the cases of all parts of a district of
-- today's division together. delar names the parts, empty for the others.
WITH dagens AS (
    SELECT period, omrade, indelning, string_agg(del, ' + ' ORDER BY del) AS delar FROM dagens_delar GROUP BY period, omrade, indelning
),
antal AS (
    SELECT period, niva, omrade, indelning, dagar, beslutad, antal, receipt FROM arende_antal
    UNION ALL
    SELECT period, niva, omrade, indelning, dagar, beslutad, antal, receipt FROM arende_ar_antal
)
SELECT period, niva, omrade, indelning, '' AS delar, dagar, beslutad, antal, receipt
FROM antal
UNION ALL
SELECT a.period, a.niva, t.omrade, t.indelning, t.delar, a.dagar, a.beslutad, a.antal, a.receipt
FROM antal AS a
JOIN dagens_delar AS d ON a.niva = 'stadsdel' AND d.period = a.period AND d.del = a.omrade
JOIN dagens AS t ON t.period = d.period AND t.omrade = d.omrade AND t.indelning = d.indelning
ORDER BY period, niva, indelning, omrade, dagar, beslutad, antal, receipt

-- name: arende_ar_antal
-- reads: arende_antal, ar_del
-- grain: period, niva, omrade, dagar, beslutad
-- The cohorts of arende_antal, a year's applications together. An area that lacks
-- a month has antal NULL. A unit's year is of the cases that it had last.
SELECT d.ar AS period, d.niva, d.omrade, d.indelning, a.dagar, a.beslutad,
       CASE WHEN bool_and(d.hel) THEN sum(a.antal) END::BIGINT AS antal, max(a.receipt) AS receipt
FROM ar_del AS d
JOIN arende_antal AS a ON a.niva = d.niva AND a.period = d.period AND a.omrade = d.del
WHERE d.feed = 'arenden'
GROUP BY d.ar, d.niva, d.omrade, d.indelning, a.dagar, a.beslutad
UNION ALL
SELECT d.ar, a.niva, a.omrade, '', a.dagar, a.beslutad, sum(a.antal)::BIGINT, max(a.receipt)
FROM arende_antal AS a
JOIN (SELECT DISTINCT ar FROM ar_del WHERE feed = 'arenden') AS d ON d.ar = left(a.period, 4)
WHERE a.niva = 'enhet'
GROUP BY d.ar, a.niva, a.omrade, a.dagar, a.beslutad
ORDER BY period, niva, omrade, dagar, beslutad

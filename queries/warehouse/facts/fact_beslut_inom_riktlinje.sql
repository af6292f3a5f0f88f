-- name: fact_beslut_inom_riktlinje
-- reads: arende_inom, ar_del
-- params: source_arenden
-- grain: matt, niva, omrade, indelning, kategori, period
-- Applications decided within N days, of those of the month or the year. A
-- period has rows from when N days have passed for all its applications. An area
-- with a case of which it is not known is not delivered for that month, nor for
-- its year: a year is the sum of its twelve months and nothing else.
WITH area AS (
    SELECT period, niva, omrade, indelning, ansokningar, inom, okanda, foljd, receipt FROM arende_inom
    UNION ALL
    SELECT d.ar, d.niva, d.omrade, d.indelning,
           CASE WHEN bool_and(d.hel) AND count(a.ansokningar) = count(*) THEN sum(a.ansokningar) END,
           sum(a.inom), sum(a.okanda), bool_and(a.foljd), max(a.receipt)
    FROM ar_del AS d
    JOIN arende_inom AS a ON a.niva = d.niva AND a.period = d.period AND a.omrade = d.del
    WHERE d.feed = 'arenden'
    GROUP BY d.ar, d.niva, d.omrade, d.indelning
    UNION ALL
    SELECT y.ar, a.niva, a.omrade, '', sum(a.ansokningar), sum(a.inom), sum(a.okanda), bool_and(a.foljd), max(a.receipt)
    FROM arende_inom AS a
    JOIN (SELECT DISTINCT ar FROM ar_del WHERE feed = 'arenden') AS y ON y.ar = left(a.period, 4)
    WHERE a.niva = 'enhet'
    GROUP BY y.ar, a.niva, a.omrade
)
SELECT 'beslut_inom_riktlinje' AS matt, 'par' AS slag, niva, omrade, indelning, '' AS kategori, period,
       CASE WHEN okanda = 0 AND ansokningar IS NOT NULL THEN inom END::DECIMAL(18, 3) AS varde,
       CASE WHEN okanda = 0 THEN ansokningar END::DECIMAL(18, 3) AS namnare,
       'ärenden' AS enhet,
       CASE WHEN okanda = 0 AND ansokningar IS NOT NULL THEN 'ok' ELSE 'ej_levererad' END AS status,
       $source_arenden AS kalla, receipt AS kvitto
FROM area
WHERE foljd
ORDER BY period, niva, omrade

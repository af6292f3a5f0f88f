-- name: fact_beslut_inom_riktlinje
-- reads: arende_antal, current_scope
-- params: guideline_days, source_arenden
-- grain: matt, niva, omrade, indelning, kategori, period
-- Applications decided within N days, of those of the month. A month has rows
-- from when N days have passed for all its applications by the end of the last
-- report. An area with a case that was lost sight of before its N days were
-- out, undecided, is not delivered for that month. N = 0 is no guideline, no rows.
WITH last_report AS (
    SELECT period_last(max(period)) AS day FROM current_scope WHERE feed = 'arenden'
),
area AS (
    SELECT period, niva, omrade, indelning,
           sum(antal) AS ansokningar,
           coalesce(sum(antal) FILTER (beslutad AND dagar <= $guideline_days), 0) AS inom,
           coalesce(sum(antal) FILTER (NOT beslutad AND dagar < $guideline_days), 0) AS okanda,
           max(receipt) AS receipt
    FROM arende_antal
    GROUP BY period, niva, omrade, indelning
)
SELECT 'beslut_inom_riktlinje' AS matt, 'par' AS slag, a.niva, a.omrade, a.indelning, '' AS kategori, a.period,
       CASE WHEN a.okanda = 0 AND a.ansokningar IS NOT NULL THEN a.inom END::DECIMAL(18, 3) AS varde,
       CASE WHEN a.okanda = 0 THEN a.ansokningar END::DECIMAL(18, 3) AS namnare,
       'ärenden' AS enhet,
       CASE WHEN a.okanda = 0 AND a.ansokningar IS NOT NULL THEN 'ok' ELSE 'ej_levererad' END AS status,
       $source_arenden AS kalla, a.receipt AS kvitto
FROM area AS a
CROSS JOIN last_report AS l
WHERE $guideline_days > 0 AND period_last(a.period) + $guideline_days::INTEGER <= l.day
ORDER BY a.period, a.niva, a.omrade

-- name: arende_inom
-- reads: arende_antal, current_scope
-- params: guideline_days
-- grain: period, niva, omrade
-- Of each month's applications how many were decided within N days, and of how
-- many that is not known: lost sight of, undecided, before their N days were
-- out. foljd says whether N days have passed for all of them by the end of the
-- last report. N = 0 is no guideline, no rows.
WITH last_report AS (
    SELECT period_last(max(period)) AS day FROM current_scope WHERE feed = 'arenden'
)
SELECT a.period, a.niva, a.omrade, a.indelning,
       sum(a.antal) AS ansokningar,
       coalesce(sum(a.antal) FILTER (a.beslutad AND a.dagar <= $guideline_days), 0) AS inom,
       coalesce(sum(a.antal) FILTER (NOT a.beslutad AND a.dagar < $guideline_days), 0) AS okanda,
       period_last(a.period) + $guideline_days::INTEGER <= any_value(l.day) AS foljd,
       max(a.receipt) AS receipt
FROM arende_antal AS a
CROSS JOIN last_report AS l
WHERE $guideline_days > 0
GROUP BY a.period, a.niva, a.omrade, a.indelning
ORDER BY a.period, a.niva, a.omrade

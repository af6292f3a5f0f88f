-- name: ar_sammanlagd
-- reads: ar_del
-- grain: feed, ar, omrade
-- The former districts whose months a merged district's year holds, as the
-- source of its figures names them: Norrmalm och Östermalm.
WITH del AS (
    SELECT feed, ar, omrade, list(DISTINCT del ORDER BY del) AS namn
    FROM ar_del
    WHERE niva = 'stadsdel' AND del <> omrade
    GROUP BY feed, ar, omrade
)
SELECT feed, ar, omrade, concat_ws(' och ', nullif(array_to_string(namn[:-2], ', '), ''), namn[-1]) AS namn
FROM del
ORDER BY feed, ar, omrade

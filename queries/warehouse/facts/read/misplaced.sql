-- name: misplaced
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, current_omradesfakta, register_division
-- grain: feed, period, omrade
-- Rows of a district that is in no division in force on the period's last day:
-- the register has changed since they were let in. They would vanish from the
-- grid without a word.
WITH placed AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, stadsdel AS omrade FROM current_ekonomiskt_bistand WHERE niva = 'stadsdel'
    UNION
    SELECT 'forsorjningshinder', manad, stadsdel FROM current_forsorjningshinder WHERE niva = 'stadsdel'
    UNION
    SELECT 'omradesfakta', ar, stadsdel FROM current_omradesfakta WHERE niva = 'stadsdel'
)
SELECT p.feed, p.period, p.omrade
FROM placed AS p
ANTI JOIN register_division AS d
    ON d.namn = p.omrade
    AND (d.fran IS NULL OR d.fran <= period_last(p.period)) AND (d.till IS NULL OR d.till >= period_last(p.period))
ORDER BY feed, period, omrade

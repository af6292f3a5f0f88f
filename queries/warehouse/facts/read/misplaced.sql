-- name: misplaced
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, current_omradesfakta, month_division, register_division, register_union
-- grain: feed, period, omrade
-- Rows of a district that neither is in the division of its month nor merged
-- whole into one of its districts, or that is in no division at all: the
-- register has changed since they were let in, or a month mixes divisions that
-- do not add up. They would vanish from the grid without a word.
WITH reported AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, stadsdel AS omrade FROM current_ekonomiskt_bistand WHERE niva = 'stadsdel'
    UNION
    SELECT 'forsorjningshinder', manad, stadsdel FROM current_forsorjningshinder WHERE niva = 'stadsdel'
),
place AS (
    SELECT indelning, namn FROM register_division
    UNION
    SELECT i_indelning, del FROM register_union
)
SELECT r.feed, r.period, r.omrade
FROM reported AS r
JOIN month_division AS m ON m.feed = r.feed AND m.period = r.period
ANTI JOIN place AS p ON p.indelning = m.indelning AND p.namn = r.omrade
UNION
SELECT 'omradesfakta', f.ar, f.stadsdel
FROM current_omradesfakta AS f
ANTI JOIN register_division AS d ON d.namn = f.stadsdel
WHERE f.niva = 'stadsdel'
ORDER BY feed, period, omrade

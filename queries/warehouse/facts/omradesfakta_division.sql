-- name: omradesfakta_division
-- reads: current_omradesfakta, register_division
-- grain: faktum, ar
-- The division that a year's figures of a fact were reported in: the one that
-- has most of the districts that were delivered; of several such the one in
-- force on 31 December, else the nearest later one (statistics made anew for
-- new districts), else the nearest earlier one.
WITH reported AS (
    SELECT DISTINCT faktum, ar, stadsdel FROM current_omradesfakta WHERE niva = 'stadsdel'
),
held AS (
    SELECT r.faktum, r.ar, d.indelning, count(*) AS antal,
           bool_and((d.fran IS NULL OR d.fran <= period_last(r.ar)) AND (d.till IS NULL OR d.till >= period_last(r.ar))) AS i_kraft,
           bool_and(d.fran > period_last(r.ar)) IS TRUE AS senare
    FROM reported AS r
    JOIN register_division AS d ON d.namn = r.stadsdel
    GROUP BY r.faktum, r.ar, d.indelning
)
SELECT faktum, ar, indelning
FROM held
QUALIFY row_number() OVER (
    PARTITION BY faktum, ar
    ORDER BY antal DESC, i_kraft DESC, senare DESC, CASE WHEN senare THEN indelning END ASC, indelning DESC) = 1
ORDER BY faktum, ar

-- name: district_source
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, month_division, register_division, register_union
-- grain: feed, period, omrade, del
-- Which reported districts make the figure of a district of the month's
-- division: itself, or the former districts that it is a union of. Where both
-- were delivered the newest delivery counts, so that nothing counts twice. hel
-- is false where only some of its parts were delivered: then there is no figure.
WITH reported AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, stadsdel, max(receipt) AS receipt
    FROM current_ekonomiskt_bistand WHERE niva = 'stadsdel' GROUP BY manad, stadsdel
    UNION ALL
    SELECT 'forsorjningshinder', manad, stadsdel, max(receipt)
    FROM current_forsorjningshinder WHERE niva = 'stadsdel' GROUP BY manad, stadsdel
),
part AS (
    SELECT indelning AS i_indelning, namn AS omrade, namn AS del, indelning FROM register_division
    UNION ALL
    SELECT i_indelning, omrade, del, indelning FROM register_union
),
candidate AS (
    SELECT m.feed, m.period, p.omrade, p.del, p.indelning, r.receipt,
           bool_and(r.receipt IS NOT NULL) OVER same AS hel, max(r.receipt) OVER same AS newest, count(*) OVER same AS delar
    FROM month_division AS m
    JOIN part AS p ON p.i_indelning = m.indelning
    LEFT JOIN reported AS r ON r.feed = m.feed AND r.period = m.period AND r.stadsdel = p.del
    WINDOW same AS (PARTITION BY m.feed, m.period, p.omrade, p.indelning)
)
SELECT feed, period, omrade, del, hel, del <> omrade AS sammanlagd
FROM (
    SELECT * FROM candidate WHERE newest IS NOT NULL
    QUALIFY dense_rank() OVER (PARTITION BY feed, period, omrade ORDER BY hel DESC, newest DESC, indelning DESC) = 1
)
WHERE receipt IS NOT NULL
ORDER BY feed, period, omrade, del

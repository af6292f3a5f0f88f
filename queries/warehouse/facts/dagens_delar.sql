-- name: dagens_delar
-- reads: month_division, ar_del, register_division, register_union
-- params: today
-- grain: period, omrade, del
-- The districts of today's division that are made of whole districts of the
-- division that a month or a year of arenden stands in, one row for each part.
-- Today's is the newest that had begun on the day of publication. A district
-- that never changed is not here: its own figure stands.
WITH placed AS (
    SELECT period, indelning FROM month_division WHERE feed = 'arenden'
    UNION
    SELECT ar, indelning FROM ar_del WHERE feed = 'arenden' AND niva = 'stadsdel'
)
SELECT m.period, u.omrade, u.i_indelning AS indelning, u.del
FROM placed AS m
JOIN register_union AS u ON u.indelning = m.indelning
WHERE u.i_indelning = (SELECT max(indelning) FROM register_division WHERE fran IS NULL OR fran <= $today::TIMESTAMP::DATE)
ORDER BY m.period, u.omrade, u.del

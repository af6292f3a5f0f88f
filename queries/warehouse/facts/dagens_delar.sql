-- name: dagens_delar
-- reads: month_division, register_division, register_union
-- params: today
-- grain: period, omrade, del
-- The districts of today's division that are made of whole districts of the
-- division that a month of arenden stands in, one row for each part. Today's is
-- the newest that had begun on the day of publication. A district that never
-- changed is not here: its own figure stands.
SELECT m.period, u.omrade, u.i_indelning AS indelning, u.del
FROM month_division AS m
JOIN register_union AS u ON u.indelning = m.indelning
WHERE m.feed = 'arenden'
  AND u.i_indelning = (SELECT max(indelning) FROM register_division WHERE fran IS NULL OR fran <= $today::TIMESTAMP::DATE)
ORDER BY m.period, u.omrade, u.del

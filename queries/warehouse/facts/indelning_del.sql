-- name: indelning_del
-- reads: register_division, register_union
-- grain: i_indelning, del
-- Where a district counts in a division: itself, where it is in it, or the
-- district of it that it was merged whole into. One that was neither is not here.
SELECT indelning AS i_indelning, namn AS del, namn AS omrade FROM register_division
UNION ALL
SELECT u.i_indelning, u.del, min(u.omrade)
FROM register_union AS u
ANTI JOIN register_division AS d ON d.indelning = u.i_indelning AND d.namn = u.del
GROUP BY u.i_indelning, u.del
ORDER BY i_indelning, del

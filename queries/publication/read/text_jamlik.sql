-- name: text_jamlik
-- reads: jamlik, jamlik_grund
-- digest: yes
-- One text of who is like whom and by what, for the publication's id.
SELECT coalesce(string_agg(t, chr(10) ORDER BY t), '') AS text
FROM (
    SELECT concat_ws('|', indelning, omrade, jamlik, ordning) AS t FROM jamlik
    UNION ALL
    SELECT concat_ws('|', indelning, faktum, vikt, ar) AS t FROM jamlik_grund
)

-- name: text_indelning
-- reads: indelning, indelning_omrade, publikation
-- digest: yes
-- One text of the divisions that had begun on the day of publication, for the
-- publication's id: the newest of them is today's.
SELECT coalesce(string_agg(r::VARCHAR, chr(10) ORDER BY r::VARCHAR), '') AS text
FROM (
    SELECT m.indelning, m.omrade
    FROM indelning_omrade AS m
    JOIN indelning AS i ON i.indelning = m.indelning
    JOIN publikation AS p ON i.fran IS NULL OR i.fran <= p.publicerad::DATE
) AS r

-- name: text_kategorigrupp
-- reads: kategorigrupp
-- digest: yes
-- One text of all rows, for the publication's id.
SELECT coalesce(string_agg(r::VARCHAR, chr(10) ORDER BY r::VARCHAR), '') AS text
FROM (SELECT * FROM kategorigrupp) AS r

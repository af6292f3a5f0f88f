-- name: text_publikation
-- reads: publikation
-- digest: yes
-- One text of all rows, for the publication's id.
SELECT coalesce(string_agg(r::VARCHAR, chr(10) ORDER BY r::VARCHAR), '') AS text
FROM (SELECT manad, malgrupp, syntetisk, stad, utgivare, skydd, avrundas_till, riktlinje_dagar, staden, nasta, adress, licens, utgivartyp, kontakt, epost FROM publikation) AS r

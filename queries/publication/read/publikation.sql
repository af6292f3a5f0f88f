-- name: publikation
-- reads: publikation
-- All rows, in a total order.
SELECT id, manad, publicerad, malgrupp, syntetisk, stad, utgivare, skydd, avrundas_till, riktlinje_dagar, staden, nasta, adress, licens, utgivartyp, kontakt, epost
FROM publikation
ORDER BY id

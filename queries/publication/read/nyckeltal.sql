-- name: nyckeltal
-- reads: nyckeltal
-- All rows, in a total order.
SELECT namn, titel, kort, definition, enhet, decimaler, faktor, metod, riktning, adderas, typ, kategorier, amne, ordning, process, styrdiagram, tratt, sql
FROM nyckeltal
ORDER BY ordning, namn

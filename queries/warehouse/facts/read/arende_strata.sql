-- name: arende_strata
-- reads: arende_strata
-- grain: ar, omrade, hushallstyp
-- The strata of each district's year, one after the other.
SELECT ar, omrade, indelning, hushallstyp, antal, inom, stad_antal, stad_inom, receipt
FROM arende_strata
ORDER BY ar, omrade, hushallstyp

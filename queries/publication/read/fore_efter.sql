-- name: fore_efter
-- reads: fore_efter
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, datum, handelse, fran, till, fore, efter, utfall, niva_andring, niva_nedre, niva_ovre, niva_p, lutning_andring, lutning_nedre, lutning_ovre, lutning_p
FROM fore_efter
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, datum, handelse

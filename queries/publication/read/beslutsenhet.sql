-- name: beslutsenhet
-- reads: beslutsenhet
-- grain: enhet, stadsdel, uppgift, fran
SELECT enhet, stadsdel, uppgift, fran, till, kalla
FROM beslutsenhet
ORDER BY enhet, uppgift, stadsdel, fran

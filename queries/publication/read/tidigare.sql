-- name: tidigare
-- reads: tidigare
-- All rows, the newest first.
SELECT publikation, nummer, publicerad, manad
FROM tidigare
ORDER BY nummer DESC, publikation

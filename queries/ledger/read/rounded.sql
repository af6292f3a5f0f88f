-- name: rounded
-- reads: rounded
-- grain: publikation
-- The publications whose counts were told rounded.
SELECT publikation, till
FROM rounded
ORDER BY publikation

-- name: deliveries
-- reads: delivery
-- grain: receipt
-- Every delivery with what became of it, the newest first.
SELECT receipt, feed, name, sha256, received, origin, bytes, coalesce(completes, 0) AS completes, status, accepted, refused
FROM delivery
ORDER BY receipt DESC

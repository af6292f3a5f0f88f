-- name: drop_all
-- reads: incoming
-- A check refused the whole delivery.
DELETE FROM incoming

-- name: incoming
-- reads: incoming_batch
-- The decoded rows, so that they can be read more than once.
CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM incoming_batch

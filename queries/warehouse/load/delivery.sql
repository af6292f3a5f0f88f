-- name: delivery
-- params: receipt, feed, name, sha256, received, origin, bytes, completes, status, accepted, refused
-- The delivery itself, last, with what became of it.
INSERT INTO delivery BY NAME
SELECT $receipt AS receipt, $feed AS feed, $name AS name, $sha256 AS sha256, $received::TIMESTAMP AS received,
       $origin AS origin, $bytes AS bytes, nullif($completes, 0) AS completes, $status AS status,
       $accepted AS accepted, $refused AS refused

-- name: drop_refused
-- reads: incoming, fault
-- Rows with a fault do not go in.
DELETE FROM incoming WHERE _line IN (SELECT line FROM fault)

-- name: add_faults
-- reads: fault_batch
-- Faults that were found while decoding.
INSERT INTO fault BY NAME SELECT * FROM fault_batch

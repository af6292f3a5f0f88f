-- name: add_raws
-- reads: fault, raw_batch
-- The rows that checks refused, as they were delivered.
UPDATE fault SET raw = r.raw FROM raw_batch AS r WHERE r.line = fault.line AND fault.raw = ''

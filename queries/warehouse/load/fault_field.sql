-- name: fault_field
-- reads: fault
-- params: fields
-- Where in the row the column that a check names stands.
UPDATE fault SET field = coalesce(json_extract($fields, column_name)::INTEGER, 0)
WHERE field = 0 AND column_name <> ''

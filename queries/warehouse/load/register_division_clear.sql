-- name: register_division_clear
-- reads: register_division
-- The register is written anew at every opening.
DELETE FROM register_division

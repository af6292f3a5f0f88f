-- name: register_area_clear
-- reads: register_area
-- The register is written anew at every opening.
DELETE FROM register_area

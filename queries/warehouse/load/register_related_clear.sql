-- name: register_related_clear
-- reads: register_related
-- The register is written anew at every opening.
DELETE FROM register_related

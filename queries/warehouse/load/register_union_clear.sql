-- name: register_union_clear
-- reads: register_union
-- The register is written anew at every opening.
DELETE FROM register_union

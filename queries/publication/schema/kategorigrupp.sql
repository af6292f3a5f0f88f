-- name: kategorigrupp
-- grain: matt, grupp, kategori
-- Which categories of the yearly table a published monthly category holds.
-- Empty where months show every category.
CREATE TABLE kategorigrupp (
    matt VARCHAR NOT NULL,
    grupp VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    PRIMARY KEY (matt, grupp, kategori)
)

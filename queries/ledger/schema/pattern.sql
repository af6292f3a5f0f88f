-- name: pattern
-- grain: matt, niva, omrade, indelning, kategori, period, kolumn
-- What is hidden, and in which publication it first was; only added to. Area
-- '*' is a whole table, category '*' all its categories. Why is not kept: a
-- cell that is small and one that is hidden for its sake must look alike.
CREATE TABLE IF NOT EXISTS pattern (
    publikation VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    kolumn VARCHAR NOT NULL
)

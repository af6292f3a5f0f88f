-- name: released
-- grain: publikation, matt, niva, omrade, indelning, kategori, period
-- Every fact ever published, as it was published, by the publication that first
-- had it so: a later one adds only what is new or other. Only added to.
CREATE TABLE IF NOT EXISTS released (
    publikation VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    slag VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    varde DECIMAL(18, 3),
    namnare DECIMAL(18, 3),
    nedre DECIMAL(18, 3),
    ovre DECIMAL(18, 3),
    antal BIGINT,
    status VARCHAR NOT NULL
)

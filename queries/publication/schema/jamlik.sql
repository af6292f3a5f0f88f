-- name: jamlik
-- The districts most like each district, by area facts: the first is nearest.
CREATE TABLE jamlik (
    indelning VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    jamlik VARCHAR NOT NULL,
    ordning BIGINT NOT NULL,
    avstand DOUBLE NOT NULL,
    PRIMARY KEY (indelning, omrade, ordning)
)

-- name: indelning_omrade
-- Which districts make up a division.
CREATE TABLE indelning_omrade (
    indelning VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    PRIMARY KEY (indelning, omrade)
)

-- name: jamlik_val
-- What the workspace chose of facts, weights and number of peers.
CREATE TABLE jamlik_val (
    faktum VARCHAR NOT NULL,
    vikt DOUBLE NOT NULL,
    antal BIGINT NOT NULL,
    PRIMARY KEY (faktum)
)

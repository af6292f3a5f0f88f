-- name: jamlik_grund
-- The facts, weights and years by which districts of a division are held to be
-- alike. ar is empty where no district has the fact; then none has peers.
CREATE TABLE jamlik_grund (
    indelning VARCHAR NOT NULL,
    faktum VARCHAR NOT NULL,
    vikt DOUBLE NOT NULL,
    ar VARCHAR,
    PRIMARY KEY (indelning, faktum)
)

-- name: leverans
-- The deliveries behind the figures, by receipt number. No hash of their bytes
-- stands here: a small file can be guessed against its hash.
CREATE TABLE leverans (
    kvitto BIGINT NOT NULL PRIMARY KEY,
    flode VARCHAR NOT NULL,
    mottagen TIMESTAMP NOT NULL,
    forsta VARCHAR NOT NULL,
    sista VARCHAR NOT NULL,
    ersatter BIGINT
)

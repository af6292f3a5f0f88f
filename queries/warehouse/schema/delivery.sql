-- name: delivery
-- grain: receipt
-- Every file that was received, refused ones too, by its receipt's number.
-- Its status is inlast (all rows), delvis (some refused), underkand (none) or
-- gallrad (its rows are gone, since their time has passed; the counts stay).
-- Where completes is set, the file holds mended rows that were refused in that
-- receipt: they stand beside its accepted rows instead of replacing them.
CREATE TABLE delivery (
    receipt   INTEGER NOT NULL,
    feed      VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    sha256    VARCHAR NOT NULL,
    received  TIMESTAMP NOT NULL,
    origin    VARCHAR NOT NULL,
    bytes     BIGINT NOT NULL,
    completes INTEGER,
    status    VARCHAR NOT NULL,
    accepted  BIGINT NOT NULL,
    refused   BIGINT NOT NULL
)

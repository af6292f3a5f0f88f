-- name: row_referens
-- grain: receipt, kommun, ar, nyckeltal, kon
-- Accepted rows of every delivery of referens, never changed. varde is NULL
-- where the source has none or has taken it back; status says which.
CREATE TABLE row_referens (
    receipt   INTEGER NOT NULL,
    line      BIGINT NOT NULL,
    kommun    VARCHAR NOT NULL,
    niva      VARCHAR NOT NULL,
    ar        VARCHAR NOT NULL,
    nyckeltal VARCHAR NOT NULL,
    kon       VARCHAR NOT NULL,
    varde     DECIMAL(18, 3),
    status    VARCHAR,
    titel     VARCHAR,
    kalla     VARCHAR
)

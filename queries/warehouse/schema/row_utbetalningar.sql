-- name: row_utbetalningar
-- grain: receipt, hushall, manad
-- Accepted rows of every delivery of utbetalningar, never changed.
CREATE TABLE row_utbetalningar (
    receipt   INTEGER NOT NULL,
    line      BIGINT NOT NULL,
    hushall   VARCHAR NOT NULL,
    manad     VARCHAR NOT NULL,
    stadsdel  VARCHAR NOT NULL,
    niva      VARCHAR NOT NULL,
    belopp_kr DECIMAL(18, 3)
)

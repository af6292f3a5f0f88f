-- name: row_matt
-- grain: receipt, niva, omrade, period, matt
-- Accepted rows of every delivery of matt, never changed.
CREATE TABLE row_matt (
    receipt INTEGER NOT NULL,
    line    BIGINT NOT NULL,
    niva    VARCHAR NOT NULL,
    omrade  VARCHAR NOT NULL,
    period  VARCHAR NOT NULL,
    matt    VARCHAR NOT NULL,
    taljare DECIMAL(18, 3),
    namnare DECIMAL(18, 3),
    kalla   VARCHAR
)

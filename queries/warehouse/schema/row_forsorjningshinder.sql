-- name: row_forsorjningshinder
-- grain: receipt, stadsdel, manad, hinder
-- Accepted rows of every delivery of forsorjningshinder, never changed.
CREATE TABLE row_forsorjningshinder (
    receipt  INTEGER NOT NULL,
    line     BIGINT NOT NULL,
    stadsdel VARCHAR NOT NULL,
    niva     VARCHAR NOT NULL,
    manad    VARCHAR NOT NULL,
    hinder   VARCHAR NOT NULL,
    vuxna    BIGINT,
    kalla    VARCHAR
)

-- name: row_omradesfakta
-- grain: receipt, stadsdel, ar, faktum, grupp
-- Accepted rows of every delivery of omradesfakta, never changed. grupp is
-- empty, not NULL, where the fact is about everybody.
CREATE TABLE row_omradesfakta (
    receipt  INTEGER NOT NULL,
    line     BIGINT NOT NULL,
    stadsdel VARCHAR NOT NULL,
    niva     VARCHAR NOT NULL,
    ar       VARCHAR NOT NULL,
    faktum   VARCHAR NOT NULL,
    grupp    VARCHAR NOT NULL,
    taljare  DECIMAL(18, 3),
    namnare  DECIMAL(18, 3),
    varde    DECIMAL(18, 3),
    enhet    VARCHAR,
    kalla    VARCHAR
)

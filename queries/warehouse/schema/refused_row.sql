-- name: refused_row
-- One row per fault. line and field count from 1 as in the file, 0 where the
-- fault is the whole file's; raw is the row as it was delivered.
CREATE TABLE refused_row (
    receipt     INTEGER NOT NULL,
    line        BIGINT NOT NULL,
    field       INTEGER NOT NULL,
    column_name VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL,
    message     VARCHAR NOT NULL,
    raw         VARCHAR NOT NULL
)

-- name: warned_row
-- One row for each thing that was said of a delivery without keeping a row out.
-- line and field count from 1 as in the file, 0 where it is the whole file's.
CREATE TABLE warned_row (
    receipt     INTEGER NOT NULL,
    line        BIGINT NOT NULL,
    field       INTEGER NOT NULL,
    column_name VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL,
    message     VARCHAR NOT NULL
)

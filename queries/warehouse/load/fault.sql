-- name: fault
-- Faults of the delivery in hand, until they are stored with it.
CREATE OR REPLACE TEMP TABLE fault (
    line        BIGINT NOT NULL,
    field       INTEGER NOT NULL DEFAULT 0,
    column_name VARCHAR NOT NULL,
    rule        VARCHAR NOT NULL,
    message     VARCHAR NOT NULL,
    raw         VARCHAR NOT NULL DEFAULT ''
)

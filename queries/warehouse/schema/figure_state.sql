-- name: figure_state
-- grain: receipt, line, column_name
-- Why a figure of an accepted row is NULL, where it is not merely missing: the
-- deliverer hides it (dold), or it cannot exist (ej_tillamplig).
CREATE TABLE figure_state (
    receipt     INTEGER NOT NULL,
    line        BIGINT NOT NULL,
    column_name VARCHAR NOT NULL,
    state       VARCHAR NOT NULL
)

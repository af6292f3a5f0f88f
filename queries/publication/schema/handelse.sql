-- name: handelse
-- Named events, marked on time axes; no area means the whole city.
CREATE TABLE handelse (
    datum DATE NOT NULL,
    omrade VARCHAR NOT NULL,
    handelse VARCHAR NOT NULL,
    kalla VARCHAR NOT NULL,
    -- Series begin anew on the day, so that control limits are set again.
    ny_niva BOOLEAN NOT NULL
)

-- name: register_division
-- grain: indelning, namn
-- The districts of each division of the city, one row each: fran to till are
-- the division's days, till NULL while it is in force.
CREATE TABLE register_division (
    indelning VARCHAR NOT NULL,
    fran      DATE,
    till      DATE,
    namn      VARCHAR NOT NULL
)

-- name: standardiserat
-- Recipients of a district over those expected with the city's share in each of
-- its groups of residents. 1 is as expected. Persons of a household come
-- together, so the limits are those of half as many.
CREATE TABLE standardiserat (
    matt VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    grupper BIGINT NOT NULL,
    observerat DOUBLE NOT NULL,
    forvantat DOUBLE NOT NULL,
    kvot DOUBLE NOT NULL,
    nedre DOUBLE,
    ovre DOUBLE,
    utfall VARCHAR NOT NULL,
    PRIMARY KEY (matt, omrade, indelning, period)
)

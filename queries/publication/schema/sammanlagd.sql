-- name: sammanlagd
-- Facts that were added up of former districts' figures, which the deliveries
-- still spoke of after a merger; delar names them. Of households it is a sign
-- that one which two of them helped counts twice.
CREATE TABLE sammanlagd (
    matt VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    delar VARCHAR NOT NULL,
    PRIMARY KEY (matt, omrade, indelning, period)
)

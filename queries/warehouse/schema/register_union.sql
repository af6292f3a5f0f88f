-- name: register_union
-- grain: indelning, i_indelning, omrade, del
-- Districts of the division i_indelning that are made of whole districts of
-- the earlier one indelning, one row for each part. A district that grew under
-- its own name, or took in a part of another, is not here.
CREATE TABLE register_union (
    indelning   VARCHAR NOT NULL,
    i_indelning VARCHAR NOT NULL,
    omrade      VARCHAR NOT NULL,
    del         VARCHAR NOT NULL
)

-- name: tidigare
-- The publications that were kept before this one, for the page of corrections
-- and the feed. No part of the publication's id: that is a hash of its figures.
CREATE TABLE tidigare (
    publikation VARCHAR NOT NULL PRIMARY KEY,
    nummer BIGINT NOT NULL,
    publicerad TIMESTAMP NOT NULL,
    manad VARCHAR NOT NULL
)

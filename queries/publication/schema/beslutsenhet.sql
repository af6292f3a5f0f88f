-- name: beslutsenhet
-- Which unit decides in what, for which district, from when to when; an empty
-- district is everybody whom no district holds. Where people live and who
-- decides are two things.
CREATE TABLE beslutsenhet (
    enhet VARCHAR NOT NULL,
    stadsdel VARCHAR NOT NULL,
    uppgift VARCHAR NOT NULL,
    fran DATE,
    till DATE,
    kalla VARCHAR NOT NULL
)

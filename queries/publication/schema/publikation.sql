-- name: publikation
-- One row: what this publication is.
CREATE TABLE publikation (
    id VARCHAR NOT NULL,
    manad VARCHAR NOT NULL,
    publicerad TIMESTAMP NOT NULL,
    malgrupp VARCHAR NOT NULL,
    syntetisk BOOLEAN NOT NULL,
    stad VARCHAR NOT NULL,
    utgivare VARCHAR NOT NULL,
    skydd VARCHAR NOT NULL,
    avrundas_till BIGINT NOT NULL,
    riktlinje_dagar BIGINT,
    staden VARCHAR NOT NULL,
    nasta DATE,
    adress VARCHAR NOT NULL,
    licens VARCHAR NOT NULL,
    utgivartyp VARCHAR NOT NULL,
    kontakt VARCHAR NOT NULL,
    epost VARCHAR NOT NULL
)

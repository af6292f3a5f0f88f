-- name: row_arenden
-- grain: receipt, arende, manad
-- Accepted rows of every delivery of arenden, never changed: a case's state at
-- the end of the report month manad.
CREATE TABLE row_arenden (
    receipt        INTEGER NOT NULL,
    line           BIGINT NOT NULL,
    arende         VARCHAR NOT NULL,
    manad          VARCHAR NOT NULL,
    hushall        VARCHAR,
    stadsdel       VARCHAR NOT NULL,
    niva           VARCHAR NOT NULL,
    enhet          VARCHAR,
    handlaggare    VARCHAR,
    ansokan        DATE NOT NULL,
    forsta_kontakt DATE,
    beslut         DATE,
    beslutstyp     VARCHAR,
    hushallstyp    VARCHAR,
    barn           BIGINT,
    hinder         VARCHAR,
    belopp_kr      DECIMAL(18, 3)
)

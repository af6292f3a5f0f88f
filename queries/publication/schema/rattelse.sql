-- name: rattelse
-- What changed from one publication to the next: of this one, and of those
-- before it as far back as they are kept. A figure that is hidden today has no
-- value here, not even one that was shown once. nyckeltal names an indicator
-- whose definition changed; the columns of a figure are then empty. No part of
-- the publication's id.
CREATE TABLE rattelse (
    publikation VARCHAR NOT NULL,
    publicerad TIMESTAMP NOT NULL,
    sedan VARCHAR NOT NULL,
    slag VARCHAR NOT NULL,
    nyckeltal VARCHAR NOT NULL,
    matt VARCHAR NOT NULL,
    niva VARCHAR NOT NULL,
    omrade VARCHAR NOT NULL,
    indelning VARCHAR NOT NULL,
    kategori VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    enhet VARCHAR NOT NULL,
    fore DECIMAL(18, 3),
    efter DECIMAL(18, 3),
    fore_namnare DECIMAL(18, 3),
    efter_namnare DECIMAL(18, 3),
    fore_status VARCHAR NOT NULL,
    efter_status VARCHAR NOT NULL,
    orsak VARCHAR NOT NULL,
    kvitto BIGINT,
    ersatter BIGINT,
    PRIMARY KEY (publikation, nyckeltal, matt, niva, omrade, indelning, kategori, period)
)

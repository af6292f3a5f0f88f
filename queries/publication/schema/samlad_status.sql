-- name: samlad_status
-- The status of a figure that is computed from two others: what is missing in
-- one is missing in both, and what is hidden in one stays hidden.
CREATE MACRO samlad_status(a, b) AS
    CASE
        WHEN a = 'ej_levererad' OR b = 'ej_levererad' OR a IS NULL OR b IS NULL THEN 'ej_levererad'
        WHEN a = 'ej_tillamplig' OR b = 'ej_tillamplig' THEN 'ej_tillamplig'
        WHEN a = 'dold' OR b = 'dold' THEN 'dold'
        WHEN a = 'preliminar' OR b = 'preliminar' THEN 'preliminar'
        ELSE 'ok'
    END

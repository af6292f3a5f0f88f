-- name: figure_state
-- reads: incoming
-- params: receipt
-- Figures of the accepted rows that are hidden or not applicable. _tecken lists
-- them as "hushall=dold vuxna=ej_tillamplig".
INSERT INTO figure_state BY NAME
SELECT $receipt AS receipt, line, split_part(said, '=', 1) AS column_name, split_part(said, '=', 2) AS state
FROM (SELECT _line AS line, unnest(string_split(_tecken, ' ')) AS said FROM incoming WHERE _tecken <> '')
ORDER BY line, column_name

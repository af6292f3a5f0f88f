-- name: dubblett
-- severity: refuse_row
-- title: Varje nyckel ska stå en gång i filen
-- reads: incoming, place_line
-- Which of two rows with one key is right nobody here can tell, so neither
-- goes in.
WITH keyed AS (
    SELECT _line, _key, count(*) OVER same AS times, min(_line) OVER same AS first_line, max(_line) OVER same AS last_line
    FROM incoming
    WINDOW same AS (PARTITION BY _key)
)
SELECT _line AS line, '' AS column_name, 'dubblett' AS rule,
       'nyckeln (' || _key || ') står ' || times || ' gånger i filen, också på rad ' ||
       CASE WHEN _line = first_line THEN place_line(last_line) ELSE place_line(first_line) END AS message
FROM keyed
WHERE times > 1

-- name: nyckelform_arende
-- feed: arenden
-- severity: warn
-- title: En pseudonym ska skrivas lika i varje leverans
-- reads: incoming, row_arenden
-- 1 and 01, K-7 and k-7: one case would become two. Once a key, where it stands
-- first; a key that was also delivered in the same form before is not a new one.
WITH arrived AS (
    SELECT arende AS key, min(_line) AS line FROM incoming WHERE arende IS NOT NULL GROUP BY arende
),
known AS (
    SELECT DISTINCT arende AS key FROM row_arenden WHERE arende IS NOT NULL
),
unknown AS (
    SELECT a.key, a.line, nyckelform(a.key) AS form FROM arrived AS a ANTI JOIN known AS k ON k.key = a.key
)
SELECT u.line, 'arende' AS column_name, 'nyckelform' AS rule,
       '"' || u.key || '" skrevs "' || min(k.key) || '" i en tidigare leverans. Samma nyckel ska skrivas lika' AS message
FROM unknown AS u
JOIN known AS k ON nyckelform(k.key) = u.form
GROUP BY u.key, u.line

-- name: nyckelform_hushall_utbetalningar
-- feed: utbetalningar
-- severity: warn
-- title: En pseudonym ska skrivas lika i varje leverans
-- reads: incoming, row_utbetalningar
-- 1 and 01, K-7 and k-7: one household would become two. Once a key, where it stands
-- first; a key that was also delivered in the same form before is not a new one.
WITH arrived AS (
    SELECT hushall AS key, min(_line) AS line FROM incoming WHERE hushall IS NOT NULL GROUP BY hushall
),
known AS (
    SELECT DISTINCT hushall AS key FROM row_utbetalningar WHERE hushall IS NOT NULL
),
unknown AS (
    SELECT a.key, a.line, nyckelform(a.key) AS form FROM arrived AS a ANTI JOIN known AS k ON k.key = a.key
)
SELECT u.line, 'hushall' AS column_name, 'nyckelform' AS rule,
       '"' || u.key || '" skrevs "' || min(k.key) || '" i en tidigare leverans. Samma nyckel ska skrivas lika' AS message
FROM unknown AS u
JOIN known AS k ON nyckelform(k.key) = u.form
GROUP BY u.key, u.line

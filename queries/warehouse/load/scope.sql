-- name: scope
-- reads: incoming
-- params: receipt, feed, snapshot
-- The periods and areas that the accepted rows speak for.
INSERT INTO scope BY NAME
SELECT DISTINCT $receipt AS receipt, $feed AS feed, _period AS period,
       CASE WHEN $snapshot THEN '*' WHEN _level = 'enhet' THEN 'enhet:' || _area ELSE _area END AS area, '' AS part
FROM incoming
ORDER BY period, area, part

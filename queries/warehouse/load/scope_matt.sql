-- name: scope_matt
-- reads: incoming
-- params: receipt, feed, snapshot
-- Each measure by itself: two files of one period with different ones stand side
-- by side.
INSERT INTO scope BY NAME
SELECT DISTINCT $receipt AS receipt, $feed AS feed, _period AS period,
       CASE WHEN $snapshot THEN '*' WHEN _level = 'enhet' THEN 'enhet:' || _area ELSE _area END AS area, matt AS part
FROM incoming
ORDER BY period, area, part

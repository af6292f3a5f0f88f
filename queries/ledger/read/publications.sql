-- name: publications
-- reads: publication
-- grain: id
-- What has been published, oldest first.
SELECT id, malgrupp, publicerad
FROM publication
ORDER BY publicerad, id

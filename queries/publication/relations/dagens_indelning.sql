-- name: dagens_indelning
-- reads: indelning, publikation
-- grain: indelning
-- Today's division: the newest that had begun on the day of publication.
SELECT max(i.indelning) AS indelning
FROM indelning AS i
JOIN publikation AS p ON i.fran IS NULL OR i.fran <= p.publicerad::DATE
HAVING max(i.indelning) IS NOT NULL

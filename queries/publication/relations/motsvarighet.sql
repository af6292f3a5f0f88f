-- name: motsvarighet
-- reads: indelning, indelning_omrade, efterfoljd
-- grain: indelning, omrade, fran_indelning, del
-- What each district was made of in every earlier division. hel says that it
-- is wholly those parts and that they are wholly in it: only then is a sum of
-- the parts a figure of the district. A split, a part that went elsewhere or
-- an unknown predecessor anywhere on the way makes hel false.
WITH RECURSIVE
steg AS (
    SELECT indelning AS fore, lead(indelning) OVER (ORDER BY indelning) AS efter FROM indelning
),
-- What became what from one division to the next; who is not named stayed.
band AS (
    SELECT s.fore, s.efter, e.foregangare AS del, e.eftertradare AS omrade, e.slag = 'sammanslagen' AS hel
    FROM steg AS s
    JOIN efterfoljd AS e ON strftime(e.datum, '%Y-%m-%d') > s.fore AND strftime(e.datum, '%Y-%m-%d') <= s.efter
    UNION ALL
    SELECT s.fore, s.efter, m.omrade AS del, m.omrade, TRUE AS hel
    FROM steg AS s
    JOIN indelning_omrade AS m ON m.indelning = s.fore
    JOIN indelning_omrade AS n ON n.indelning = s.efter AND n.omrade = m.omrade
    WHERE NOT EXISTS (
        SELECT 1 FROM efterfoljd AS e
        WHERE e.foregangare = m.omrade AND strftime(e.datum, '%Y-%m-%d') > s.fore AND strftime(e.datum, '%Y-%m-%d') <= s.efter
    )
),
provade AS (
    SELECT b.fore, b.efter, b.del, b.omrade,
        b.hel AND m.omrade IS NOT NULL AND count(*) OVER (PARTITION BY b.fore, b.efter, b.del) = 1 AS hel
    FROM band AS b
    LEFT JOIN indelning_omrade AS m ON m.indelning = b.fore AND m.omrade = b.del
),
bakat AS (
    SELECT indelning, omrade, indelning AS fran_indelning, omrade AS del, TRUE AS hel FROM indelning_omrade
    UNION ALL
    SELECT v.indelning, v.omrade, s.fore AS fran_indelning, p.del, v.hel AND coalesce(p.hel, FALSE) AS hel
    FROM bakat AS v
    JOIN steg AS s ON s.efter = v.fran_indelning
    LEFT JOIN provade AS p ON p.fore = s.fore AND p.efter = s.efter AND p.omrade = v.del
)
SELECT indelning, omrade, fran_indelning, coalesce(del, '') AS del,
    bool_and(hel) OVER (PARTITION BY indelning, omrade, fran_indelning) AS hel,
    count(*) OVER (PARTITION BY indelning, omrade, fran_indelning) AS delar
FROM (SELECT DISTINCT indelning, omrade, fran_indelning, del, bool_and(hel) OVER (PARTITION BY indelning, omrade, fran_indelning, del) AS hel FROM bakat)
WHERE fran_indelning < indelning
ORDER BY indelning, omrade, fran_indelning, del

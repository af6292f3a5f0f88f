-- name: stad_mot_stadsdelar
-- reads: fakta, indelning, mattdefinition
-- sums: stadsdelar
-- sign: skillnaden är det som inte finns i någon stadsdel, och i summan kan den som flyttat finnas två gånger
-- grain: matt, kategori, period, indelning
-- The city's own figure beside the sum of its districts, for every measure that
-- both have, where no district is missing or hidden: the difference is what is
-- outside the districts or placed in none. utanfor is what units outside every
-- district delivered themselves. The city is never made from the districts.
WITH stad AS (
    SELECT matt, kategori, period, any_value(varde) AS varde, any_value(kalla) AS kalla
    FROM fakta
    WHERE niva = 'stad' AND varde IS NOT NULL
    GROUP BY matt, kategori, period
),
stadsdelar AS (
    SELECT f.matt, f.kategori, f.period, f.indelning, sum(f.varde) AS varde, count(f.varde) AS antal
    FROM fakta AS f
    JOIN mattdefinition AS d ON d.matt = f.matt AND d.stadsdelar IN ('ja', 'tecken') AND d.slag <> 'par'
    WHERE f.niva = 'stadsdel'
    GROUP BY f.matt, f.kategori, f.period, f.indelning
),
enheter AS (
    SELECT matt, kategori, period, CASE WHEN count(varde) = count(*) THEN sum(varde) END AS varde
    FROM fakta
    WHERE niva = 'utanfor' AND status <> 'ej_levererad'
    GROUP BY matt, kategori, period
)
SELECT s.matt, s.kategori, s.period, d.indelning, s.varde AS stad, d.varde::DECIMAL(18, 3) AS stadsdelar,
    (s.varde - d.varde)::DECIMAL(18, 3) AS skillnad, ((s.varde - d.varde) / nullif(s.varde, 0))::DECIMAL(18, 6) AS andel,
    u.varde::DECIMAL(18, 3) AS utanfor,
    lag(s.period) OVER w AS fore,
    (s.varde / nullif(lag(s.varde) OVER w, 0) - 1)::DECIMAL(18, 6) AS stad_andring,
    (d.varde / nullif(lag(d.varde) OVER w, 0) - 1)::DECIMAL(18, 6) AS stadsdelar_andring,
    s.kalla
FROM stad AS s
JOIN stadsdelar AS d USING (matt, kategori, period)
JOIN indelning AS i ON i.indelning = d.indelning AND i.antal = d.antal
LEFT JOIN enheter AS u USING (matt, kategori, period)
WINDOW w AS (PARTITION BY s.matt, s.kategori, d.indelning, length(s.period) ORDER BY s.period)
ORDER BY s.matt, s.kategori, s.period, d.indelning

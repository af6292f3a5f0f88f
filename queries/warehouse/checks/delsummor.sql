-- name: delsummor
-- feed: ekonomiskt_bistand
-- severity: warn
-- title: Hela stadens kronor ska stämma med delarnas summa
-- reads: incoming, current_ekonomiskt_bistand, register_division, register_area
-- Kronor add up: to the districts and the units outside them. A month is looked
-- at once every district in force has come. Each tkr is rounded by at most 0,5.
-- Without the units the city may be larger than its districts, never smaller;
-- with them all it is equal. Which of the figures is wrong nobody here can tell,
-- so they go in, and the sentence goes to whoever sent them.
WITH figure AS (
    SELECT _period AS period, _area AS area, _level AS niva, _line AS line, kostnad_tkr FROM incoming
    UNION ALL
    SELECT c.manad, c.stadsdel, c.niva, NULL, c.kostnad_tkr
    FROM current_ekonomiskt_bistand AS c
    ANTI JOIN incoming AS i ON i._area = c.stadsdel AND i._period = c.manad
),
expected AS (
    SELECT p.period, 'stadsdel' AS niva, d.namn AS area
    FROM (SELECT DISTINCT _period AS period FROM incoming) AS p
    JOIN register_division AS d
        ON (d.fran IS NULL OR d.fran <= period_last(p.period)) AND (d.till IS NULL OR d.till >= period_last(p.period))
    UNION ALL
    SELECT p.period, a.niva, a.namn
    FROM (SELECT DISTINCT _period AS period FROM incoming) AS p
    JOIN register_area AS a ON a.niva = 'utanfor'
        AND (a.giltig_fran IS NULL OR a.giltig_fran <= period_last(p.period))
        AND (a.giltig_till IS NULL OR a.giltig_till >= period_last(p.period))
),
parts AS (
    SELECT e.period, coalesce(sum(f.kostnad_tkr), 0) AS total, count(f.area) AS parts, min(f.line) AS line,
           count(*) FILTER (e.niva = 'stadsdel') AS districts,
           count(*) FILTER (e.niva = 'stadsdel' AND f.area IS NULL) AS missing_districts,
           count(*) FILTER (e.niva = 'utanfor') AS outside,
           count(*) FILTER (e.niva = 'utanfor' AND f.area IS NULL) AS missing_outside
    FROM expected AS e
    LEFT JOIN figure AS f ON f.period = e.period AND f.area = e.area
    GROUP BY e.period
)
SELECT coalesce(c.line, p.line) AS line, 'kostnad_tkr' AS column_name, 'delsummor' AS rule,
       'hela stadens ' || tal(c.kostnad_tkr) || ' tkr ' || c.period || ' stämmer inte med delarnas summa ' || tal(p.total) || ' tkr' AS message
FROM figure AS c
JOIN parts AS p ON p.period = c.period
WHERE c.niva = 'stad' AND p.districts > 0 AND p.missing_districts = 0
  AND (c.kostnad_tkr < p.total - 0.5 * (p.parts + 1)
       OR p.outside > 0 AND p.missing_outside = 0 AND c.kostnad_tkr > p.total + 0.5 * (p.parts + 1))

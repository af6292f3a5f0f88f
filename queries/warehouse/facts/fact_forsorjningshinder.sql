-- name: fact_forsorjningshinder
-- reads: grid_month, placed_forsorjningshinder
-- params: source_forsorjningshinder
-- grain: matt, niva, omrade, indelning, kategori, period
-- Adults per reason, and their sum under the empty category. A table lists all
-- reasons of its catalogue: one that stands for some area of the month but not
-- for this one is 0 here. One that stands for no area that month, only in other
-- months of the division, was not delivered. A reason that the deliverer hides
-- is hidden, and the sum with it. What was added up of former districts
-- says so in its source.
WITH area AS (
    SELECT manad AS period, niva, omrade, CASE WHEN count(vuxna) = count(*) THEN sum(vuxna) END AS vuxna, bool_or(dold) AS dold,
           max(receipt) AS receipt, max(kalla) AS kalla, max(delar) AS delar
    FROM placed_forsorjningshinder
    GROUP BY manad, niva, omrade
),
division_reason AS (
    SELECT DISTINCT g.manadens_indelning, r.hinder
    FROM placed_forsorjningshinder AS r
    JOIN grid_month AS g ON g.feed = 'forsorjningshinder' AND g.period = r.manad
),
month_reason AS (
    SELECT DISTINCT manad AS period, hinder FROM placed_forsorjningshinder
),
cell AS (
    SELECT g.niva, g.omrade, g.indelning, d.hinder AS kategori, g.period,
           CASE WHEN r.receipt IS NOT NULL THEN r.vuxna WHEN a.omrade IS NOT NULL AND m.hinder IS NOT NULL THEN 0 END AS vuxna,
           coalesce(r.dold, FALSE) AS dold,
           coalesce(r.receipt, a.receipt) AS receipt, coalesce(r.kalla, a.kalla) AS kalla, a.delar
    FROM grid_month AS g
    JOIN division_reason AS d ON d.manadens_indelning = g.manadens_indelning
    LEFT JOIN month_reason AS m ON m.period = g.period AND m.hinder = d.hinder
    LEFT JOIN area AS a ON a.period = g.period AND a.niva = g.niva AND a.omrade = g.omrade
    LEFT JOIN placed_forsorjningshinder AS r
        ON r.manad = g.period AND r.niva = g.niva AND r.omrade = g.omrade AND r.hinder = d.hinder
    WHERE g.feed = 'forsorjningshinder'
    UNION ALL
    SELECT g.niva, g.omrade, g.indelning, '', g.period, a.vuxna, coalesce(a.dold, FALSE), a.receipt, a.kalla, a.delar
    FROM grid_month AS g
    LEFT JOIN area AS a ON a.period = g.period AND a.niva = g.niva AND a.omrade = g.omrade
    WHERE g.feed = 'forsorjningshinder'
)
SELECT 'vuxna_hinder' AS matt, 'antal' AS slag, niva, omrade, indelning, kategori, period,
       vuxna::DECIMAL(18, 3) AS varde, 'vuxna' AS enhet,
       CASE WHEN vuxna IS NOT NULL THEN 'ok' WHEN dold THEN 'dold' ELSE 'ej_levererad' END AS status,
       CASE WHEN vuxna IS NULL AND NOT dold THEN ''
            ELSE concat_ws(', ', nullif(coalesce(nullif(kalla, ''), $source_forsorjningshinder), ''), 'summan av ' || nullif(delar, '')) END AS kalla,
       CASE WHEN vuxna IS NOT NULL OR dold THEN receipt END AS kvitto,
       CASE WHEN vuxna IS NOT NULL OR dold THEN delar ELSE '' END AS delar
FROM cell
ORDER BY period, niva, omrade, kategori

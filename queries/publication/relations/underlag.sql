-- name: underlag
-- reads: fakta, dagens_indelning, motsvarighet, mattdefinition
-- sums: stadsdelar
-- grain: matt, niva, omrade, indelning, kategori, period
-- What indicators are computed from: the published facts, and for periods of
-- former divisions the same facts in today's division. Those are sums of
-- visible parts, so they say nothing that the parts do not: a hidden part hides
-- the sum, a missing one leaves it out, and what does not add breaks off with
-- the sign of a figure that cannot exist. Households may be added within a
-- month only, with a sign. A median in today's division is a fact: it was made of the
-- parts' cases before the gate. summa_av names the parts; empty for a fact in
-- the division of its time.
WITH delar AS (
    SELECT f.*, v.omrade AS blev, v.indelning AS nu, v.fran_indelning, v.hel, v.delar, v.del, coalesce(d.tecken, '') AS tecken,
        coalesce(d.stadsdelar = 'ja' OR (d.stadsdelar = 'tecken' AND length(f.period) = 7), FALSE) AS adderas
    FROM motsvarighet AS v
    JOIN dagens_indelning AS n ON n.indelning = v.indelning
    JOIN fakta AS f ON f.niva = 'stadsdel' AND f.indelning = v.fran_indelning AND f.omrade = v.del
    LEFT JOIN mattdefinition AS d ON d.matt = f.matt
),
lagda AS (
    SELECT matt, any_value(slag) AS slag, blev AS omrade, nu AS indelning, fran_indelning, kategori, period,
        any_value(delar) AS delar, bool_and(hel) AS hel, bool_and(adderas) AS adderas, any_value(tecken) AS tecken,
        list(del ORDER BY del) AS namnen, bool_and(status = 'ej_levererad') AS inget,
        CASE WHEN count(varde) = any_value(delar) THEN sum(varde) END AS varde,
        CASE WHEN count(namnare) = any_value(delar) THEN sum(namnare) END AS namnare,
        any_value(nedre) AS nedre, any_value(ovre) AS ovre, any_value(antal) AS antal, min(enhet) AS enhet, min(status) AS enda_status,
        CASE
            WHEN count(*) < any_value(delar) OR bool_or(status = 'ej_levererad') THEN 'ej_levererad'
            WHEN bool_or(status = 'ej_tillamplig') THEN 'ej_tillamplig'
            WHEN bool_or(status = 'dold') THEN 'dold'
            WHEN bool_or(status = 'preliminar') THEN 'preliminar'
            ELSE 'ok'
        END AS samlad,
        coalesce(string_agg(DISTINCT kalla, '. ' ORDER BY kalla), '') AS kallor, min(kvitto) AS kvitto
    FROM delar
    GROUP BY matt, blev, nu, fran_indelning, kategori, period
),
overforda AS (
    SELECT *, hel AND delar = 1 AS samma, hel AND delar > 1 AND adderas AS lagd,
        concat_ws(' och ', nullif(array_to_string(namnen[:-2], ', '), ''), namnen[-1]) AS namn
    FROM lagda
    QUALIFY row_number() OVER (PARTITION BY matt, omrade, kategori, period ORDER BY fran_indelning DESC) = 1
)
SELECT f.matt, f.slag, f.niva, f.omrade, f.indelning, f.kategori, f.period, f.varde, f.namnare, f.nedre, f.ovre, f.antal, f.enhet, f.status, f.kalla, f.kvitto,
    coalesce(o.namn, '') AS summa_av
FROM fakta AS f
LEFT JOIN overforda AS o
    ON f.slag = 'sammanfattning' AND o.hel AND o.delar > 1 AND f.niva = 'stadsdel' AND o.matt = f.matt AND o.omrade = f.omrade AND o.indelning = f.indelning
        AND o.kategori = f.kategori AND o.period = f.period
UNION ALL BY NAME
SELECT matt, slag, 'stadsdel' AS niva, omrade, indelning, kategori, period,
    (CASE WHEN samma OR (lagd AND samlad IN ('ok', 'preliminar')) THEN varde END)::DECIMAL(18, 3) AS varde,
    (CASE WHEN samma OR lagd THEN namnare END)::DECIMAL(18, 3) AS namnare,
    CASE WHEN samma THEN nedre END AS nedre, CASE WHEN samma THEN ovre END AS ovre, CASE WHEN samma THEN antal END AS antal,
    enhet,
    CASE WHEN samma THEN enda_status WHEN lagd THEN samlad WHEN inget THEN 'ej_levererad' ELSE 'ej_tillamplig' END AS status,
    CASE
        WHEN samma OR samlad = 'ej_levererad' THEN kallor
        WHEN lagd THEN concat_ws('. ', nullif(kallor, ''), 'Summa av ' || namn || CASE WHEN tecken <> '' THEN ' (' || tecken || ')' ELSE '' END)
        ELSE concat_ws('. ', nullif(kallor, ''), 'Kan inte räknas om till dagens indelning')
    END AS kalla,
    CASE WHEN samma THEN kvitto END AS kvitto,
    CASE WHEN samma OR lagd THEN namn ELSE 'bryts' END AS summa_av
FROM overforda AS o
WHERE NOT EXISTS (
    SELECT 1 FROM fakta AS f
    WHERE f.matt = o.matt AND f.niva = 'stadsdel' AND f.omrade = o.omrade AND f.indelning = o.indelning AND f.kategori = o.kategori AND f.period = o.period
)
ORDER BY matt, kategori, period, indelning, niva, omrade

-- name: per_invanare
-- reads: underlag, folkmangd
-- grain: matt, niva, omrade, indelning, period
-- What is told per inhabitant, beside the inhabitants that it is divided by: a
-- month uses the latest year end before it, at most two years earlier, and a
-- year its own. invanare is NULL where no such year end is known.
SELECT
    b.matt, b.niva, b.omrade, b.indelning, b.period, b.varde, b.summa_av, f.varde AS invanare,
    samlad_status(b.status, CASE WHEN f.varde > 0 THEN 'ok' END) AS status,
    concat_ws('. ', nullif(b.kalla, ''), 'Folkmängd 31 december ' || f.ar || ': ' || f.kalla) AS kalla
FROM underlag AS b
LEFT JOIN folkmangd AS f
    ON f.omrade = b.omrade AND f.indelning = b.indelning
    AND f.ar BETWEEN left(b.period, 4)::INTEGER - 2 AND left(b.period, 4)::INTEGER - (length(b.period) = 7)::INTEGER
WHERE b.matt IN ('hushall', 'kostnad_tkr') AND b.kategori = '' AND b.niva IN ('stadsdel', 'stad')
QUALIFY row_number() OVER (PARTITION BY b.matt, b.niva, b.omrade, b.indelning, b.period ORDER BY f.ar DESC NULLS LAST) = 1

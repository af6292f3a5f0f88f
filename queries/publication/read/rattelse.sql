-- name: rattelse
-- reads: rattelse, publikation, tidigare
-- grain: publikation, nyckeltal, matt, niva, omrade, indelning, kategori, period
-- All corrections, this publication's first and the oldest last.
SELECT r.publikation, r.publicerad, r.sedan, r.slag, r.nyckeltal, r.matt, r.niva, r.omrade, r.indelning, r.kategori, r.period, r.enhet,
    r.fore, r.efter, r.fore_namnare, r.efter_namnare, r.fore_status, r.efter_status, r.orsak, r.kvitto, r.ersatter
FROM rattelse AS r
LEFT JOIN tidigare AS t ON t.publikation = r.publikation
ORDER BY r.publikation = (SELECT id FROM publikation) DESC, t.nummer DESC NULLS LAST, r.publikation, r.nyckeltal, r.matt, r.period DESC, r.kategori, r.indelning, r.niva, r.omrade

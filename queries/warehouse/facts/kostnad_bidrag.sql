-- name: kostnad_bidrag
-- reads: kostnad_summa, fact_ekonomiskt_bistand
-- grain: niva, omrade, period
-- The households behind a delivered cost, and what the two largest received, in
-- tkr. Only where the payments add up to the delivered cost within its rounding
-- (half a unit of its last decimal): payments that make another sum are not what
-- the figure is made of, and would make the gate's rule for kronor speak of
-- something else.
SELECT f.niva, f.omrade, f.period, s.antal AS bidragare, (s.storsta / 1000)::DECIMAL(18, 3) AS storsta, (s.nast_storsta / 1000)::DECIMAL(18, 3) AS nast_storsta
FROM fact_ekonomiskt_bistand AS f
JOIN kostnad_summa AS s ON s.period = f.period AND s.niva = f.niva AND s.omrade = f.omrade
WHERE f.matt = 'kostnad_tkr'
  AND abs(s.kr / 1000 - f.varde) <= CASE WHEN f.varde = round(f.varde) THEN 0.5 WHEN f.varde = round(f.varde, 1) THEN 0.05
                                         WHEN f.varde = round(f.varde, 2) THEN 0.005 ELSE 0.0005 END
ORDER BY f.period, f.niva, f.omrade

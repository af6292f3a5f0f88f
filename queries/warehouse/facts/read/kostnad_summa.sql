-- name: kostnad_summa
-- reads: kostnad_summa
-- grain: period, niva, omrade
-- The sums over households of each area and period where every payment is known.
SELECT period, niva, omrade, antal, kr::DOUBLE AS kr, manader, kr_kr::DOUBLE AS kr_kr, kr_manader::DOUBLE AS kr_manader, manader_manader
FROM kostnad_summa
WHERE kr IS NOT NULL
ORDER BY period, niva, omrade

-- name: kostnad_summa
-- reads: kostnad_hushall
-- grain: period, niva, omrade
-- The sums that the ratio and its error need, over the households of an area,
-- kr and months; all NULL where the deliverer hides a payment. storsta and
-- nast_storsta are the two largest amounts, in kr.
SELECT period, niva, omrade, count(*) AS antal,
       CASE WHEN count(kr) = count(*) THEN sum(kr) END AS kr,
       sum(manader)::BIGINT AS manader,
       CASE WHEN count(kr) = count(*) THEN sum(kr * kr) END AS kr_kr,
       CASE WHEN count(kr) = count(*) THEN sum(kr * manader) END AS kr_manader,
       sum(manader * manader)::BIGINT AS manader_manader,
       max(kr) AS storsta, max(kr, 2)[2] AS nast_storsta, max(receipt)::BIGINT AS kvitto
FROM kostnad_hushall
GROUP BY period, niva, omrade
ORDER BY period, niva, omrade

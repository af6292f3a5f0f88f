-- name: proofs
-- reads: proof, publication
-- params: until
-- grain: avtryck
-- The newest proof under each hash.
SELECT avtryck, bevis
FROM proof
JOIN publication ON publication.id = proof.publikation
WHERE publication.publicerad <= $until
QUALIFY row_number() OVER (PARTITION BY avtryck ORDER BY publication.publicerad DESC, publikation DESC) = 1
ORDER BY avtryck

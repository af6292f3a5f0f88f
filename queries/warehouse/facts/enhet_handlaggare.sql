-- name: enhet_handlaggare
-- reads: arende_kohort
-- grain: period, enhet
-- How many case workers had the cases of a unit's cohort, those known: the gate
-- shows no figure that could be laid on a few of them.
SELECT period, enhet, count(DISTINCT handlaggare) AS handlaggare
FROM arende_kohort
WHERE enhet IS NOT NULL
GROUP BY period, enhet
ORDER BY period, enhet

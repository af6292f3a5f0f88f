-- name: enhet_handlaggare
-- reads: arende_kohort
-- grain: period, enhet
-- How many case workers had the cases of a unit's month or year, those known:
-- the gate shows no figure that could be laid on a few of them. Colleagues know
-- whose cases a month's are, so a unit's month counts that month's only.
SELECT period, enhet, count(DISTINCT handlaggare) AS handlaggare
FROM arende_kohort
WHERE enhet IS NOT NULL
GROUP BY period, enhet
UNION ALL
SELECT left(period, 4), enhet, count(DISTINCT handlaggare)
FROM arende_kohort
WHERE enhet IS NOT NULL
GROUP BY left(period, 4), enhet
ORDER BY period, enhet

-- name: base_facts
-- reads: base_fact
-- grain: matt, niva, omrade, indelning, kategori, period
-- All base facts, for the gate, in a total order.
SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, namnare, nedre, ovre, antal, under_nedre, over_ovre,
       enhet, status, kalla, kvitto, delar, handlaggare, bidragare, storsta, nast_storsta
FROM base_fact
ORDER BY matt, period, indelning, niva, omrade, kategori

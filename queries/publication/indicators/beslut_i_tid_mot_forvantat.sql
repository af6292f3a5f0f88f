-- name: beslut_i_tid_mot_forvantat
-- title: Beslut i tid mot väntat
-- short: Mot väntat
-- definition: Årets beslut inom riktlinjens tid, som andel av så många som stadsdelen skulle ha haft om varje typ av hushåll fick beslut
--   i tid lika ofta som i hela staden. 100 procent är som väntat. Talen jämförs med 100 och inte med varandra.
-- unit: procent
-- decimals: 0
-- factor: 1
-- method: sammanfattning
-- direction: hog_bra
-- adds: inget
-- type: flode
-- topic: Handläggning
-- order: 72
-- reads: underlag
-- grain: niva, omrade, indelning, kategori, period
-- Observed over expected (indirect standardisation), made from cases before the gate.
SELECT
    niva, omrade, indelning, kategori, period,
    varde, NULL AS taljare, antal AS namnare, nedre, ovre,
    status, kalla, summa_av
FROM underlag
WHERE matt = 'beslut_i_tid_mot_forvantat' AND kategori = ''

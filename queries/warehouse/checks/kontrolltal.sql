-- name: kontrolltal
-- feed: ekonomiskt_bistand
-- severity: refuse_row
-- title: Kostnad per hushåll ska stämma med kostnad och antal hushåll
-- reads: incoming
-- The delivered quotient r was made from unrounded kronor, so its rounding
-- interval (0,5 kr either side) must meet the one that the rounding of tkr
-- allows (0,5 tkr either side, divided by households). Multiplied by the
-- households both sides stay DECIMAL; zero households allow no quotient.
SELECT _line AS line, 'kostnad_per_hushall' AS column_name, 'kontrolltal' AS rule,
       'kostnad per hushåll ' || tal(kostnad_per_hushall) || ' kr ' ||
       CASE WHEN hushall = 0 THEN 'kan inte finnas när antalet hushåll är 0'
            ELSE 'stämmer inte med ' || tal(kostnad_tkr) || ' tkr delat på ' || tal(hushall) || ' hushåll (' ||
                 tal(round((kostnad_tkr - 0.5) * 1000 / hushall)) || '–' ||
                 tal(round((kostnad_tkr + 0.5) * 1000 / hushall)) || ' kr)'
       END AS message
FROM incoming
WHERE kostnad_per_hushall IS NOT NULL
  AND (hushall = 0
       OR (kostnad_per_hushall + 0.5) * hushall::DECIMAL(18, 0) < (kostnad_tkr - 0.5) * 1000
       OR (kostnad_per_hushall - 0.5) * hushall::DECIMAL(18, 0) > (kostnad_tkr + 0.5) * 1000)

-- name: refused_cell_checks
-- reads: incoming, fault
-- The period and area of every row that a check refused.
INSERT INTO refused_cell
SELECT DISTINCT i._period, i._area FROM incoming AS i JOIN fault AS f ON f.line = i._line

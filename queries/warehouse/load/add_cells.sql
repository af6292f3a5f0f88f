-- name: add_cells
-- reads: cell_batch
-- Periods and areas of the rows that could not be decoded.
INSERT INTO refused_cell SELECT nullif(period, ''), nullif(area, '') FROM cell_batch

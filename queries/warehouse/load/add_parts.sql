-- name: add_parts
-- reads: part_batch
-- params: receipt
-- The tables of an archive or a workbook.
INSERT INTO part BY NAME SELECT $receipt AS receipt, part, file, sheet FROM part_batch

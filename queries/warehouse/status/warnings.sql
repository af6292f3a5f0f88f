-- name: warnings
-- reads: warned_row, part, part_name
-- params: receipt
-- What was said of one delivery without keeping a row out, by place in the file.
SELECT r.line, r.field, r.column_name, r.rule, r.message, '' AS raw, coalesce(part_name(p.file, p.sheet), '') AS part
FROM warned_row AS r
LEFT JOIN part AS p ON p.receipt = r.receipt AND p.part = r.line >> 48
WHERE r.receipt = $receipt
ORDER BY line, field, rule, message

-- name: faults
-- reads: refused_row, part, part_name
-- params: receipt
-- Every fault of one delivery, by place in the file.
SELECT r.line, r.field, r.column_name, r.rule, r.message, r.raw, coalesce(part_name(p.file, p.sheet), '') AS part
FROM refused_row AS r
LEFT JOIN part AS p ON p.receipt = r.receipt AND p.part = r.line >> 48
WHERE r.receipt = $receipt
ORDER BY line, field, rule, message

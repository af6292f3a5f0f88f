-- name: faults
-- reads: refused_row
-- params: receipt
-- Every fault of one delivery, by place in the file.
SELECT line, field, column_name, rule, message, raw
FROM refused_row
WHERE receipt = $receipt
ORDER BY line, field, rule, message

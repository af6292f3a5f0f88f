-- name: warnings
-- reads: warned_row
-- params: receipt
-- What was said of one delivery without keeping a row out, by place in the file.
SELECT line, field, column_name, rule, message, '' AS raw
FROM warned_row
WHERE receipt = $receipt
ORDER BY line, field, rule, message

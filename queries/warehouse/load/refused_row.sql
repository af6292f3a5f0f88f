-- name: refused_row
-- reads: fault
-- params: receipt
-- Every fault of the delivery, by place in the file.
INSERT INTO refused_row BY NAME
SELECT $receipt AS receipt, line, field, column_name, rule, message, raw
FROM fault
ORDER BY line, field, rule, message

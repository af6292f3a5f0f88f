-- name: warned_row
-- reads: warning_batch
-- params: receipt
-- What was said of the delivery, by place in the file.
INSERT INTO warned_row BY NAME
SELECT $receipt AS receipt, line, field, column_name, rule, message
FROM warning_batch
ORDER BY line, field, rule, message

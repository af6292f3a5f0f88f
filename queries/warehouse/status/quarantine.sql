-- name: quarantine
-- reads: delivery, refused_row
-- grain: receipt, rule
-- What was refused, by delivery and rule, with an example of each.
SELECT d.receipt, d.feed, d.name, d.received, d.status, r.rule, count(*) AS faults, min_by(r.message, r.line) AS example
FROM delivery AS d
JOIN refused_row AS r ON r.receipt = d.receipt
GROUP BY d.receipt, d.feed, d.name, d.received, d.status, r.rule
ORDER BY d.receipt DESC, r.rule

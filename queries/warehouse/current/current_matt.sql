-- name: current_matt
-- reads: current_scope, row_matt
-- grain: niva, omrade, period, matt
-- The rows in force. Where a mended row of the same key came after, it counts.
SELECT r.*
FROM row_matt AS r
JOIN current_scope AS s
    ON s.receipt = r.receipt AND s.feed = 'matt' AND s.period = r.period AND s.part = r.matt
    AND s.area = CASE WHEN r.niva = 'enhet' THEN 'enhet:' || r.omrade ELSE r.omrade END
QUALIFY row_number() OVER (PARTITION BY r.niva, r.omrade, r.period, r.matt ORDER BY r.receipt DESC, r.line DESC) = 1
ORDER BY r.niva, r.omrade, r.period, r.matt

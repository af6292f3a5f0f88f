-- name: stad
-- reads: register_area
-- grain: namn
-- The name of the city's own area.
SELECT namn FROM register_area WHERE niva = 'stad' ORDER BY namn

-- name: refused_cell
-- Periods and areas of refused rows; NULL stands for any.
CREATE OR REPLACE TEMP TABLE refused_cell (period VARCHAR, area VARCHAR)

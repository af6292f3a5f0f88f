-- name: tal
-- A number as Swedish writes it, at most three decimals, for messages only:
-- 1842.500 is 1 842,5 with a no-break space.
CREATE MACRO tal(x) AS
    replace(replace(rtrim(rtrim(format('{:,.3f}', x::DOUBLE), '0'), '.'), ',', chr(160)), '.', ',')

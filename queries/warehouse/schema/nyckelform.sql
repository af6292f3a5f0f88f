-- name: nyckelform
-- A key without what a spreadsheet or another export may do to it: case,
-- blanks, hyphens and leading zeros of its numbers. K-007 and k7 are alike.
CREATE MACRO nyckelform(x) AS
    regexp_replace(regexp_replace(lower(x), '[\s_-]', '', 'g'), '(^|[^0-9])0+([0-9])', '\1\2', 'g')

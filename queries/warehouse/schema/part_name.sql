-- name: part_name
-- A part as messages name it; empty for a plain file.
CREATE MACRO part_name(file, sheet) AS
    CASE WHEN file <> '' AND sheet <> '' THEN file || ', blad ' || sheet
         WHEN sheet <> '' THEN 'blad ' || sheet
         ELSE coalesce(file, '') END

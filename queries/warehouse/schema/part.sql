-- name: part
-- grain: receipt, part
-- The tables of a delivery that is an archive or a workbook, counted from 0: the
-- file within the archive and the sheet. A plain file has none. line, here and
-- in every row_<feed>, is a place: the part times 2^48, the column of a wide
-- table times 2^32 (0 in others), and the line of the file, sheet or list.
CREATE TABLE part (
    receipt INTEGER NOT NULL,
    part    BIGINT NOT NULL,
    file    VARCHAR NOT NULL,
    sheet   VARCHAR NOT NULL
)

-- name: mattdefinition
-- Over what each base fact may be added: ja, nej, or tecken where a sign must
-- stand beside the sum. A measure without a row adds over nothing.
CREATE TABLE mattdefinition (
    matt VARCHAR NOT NULL PRIMARY KEY,
    slag VARCHAR NOT NULL,
    stadsdelar VARCHAR NOT NULL,
    perioder VARCHAR NOT NULL,
    kategorier VARCHAR NOT NULL,
    tecken VARCHAR NOT NULL,
    -- The monthly measure whose months a yearly one is the sum of.
    summa_av_matt VARCHAR NOT NULL,
    -- The same for measures of one area and period that are hidden together.
    doljs_med VARCHAR NOT NULL
)

-- name: proof
-- grain: publikation, avtryck
-- The proofs of what publications hide, by a hash of all that decides them: two
-- worlds for each hidden figure. A part that has not changed is verified by
-- addition instead of searched again.
CREATE TABLE IF NOT EXISTS proof (
    publikation VARCHAR NOT NULL,
    avtryck VARCHAR NOT NULL,
    bevis VARCHAR NOT NULL
)

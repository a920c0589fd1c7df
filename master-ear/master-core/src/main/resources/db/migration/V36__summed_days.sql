-- Tier D has the days before this one only; a later day is read from its hours, and summed up when it is over. SummedDays.java
CREATE TABLE rollup_summed (up_to timestamptz NOT NULL);
INSERT INTO rollup_summed VALUES (date_trunc('day', now(), 'UTC'));
DELETE FROM rollup WHERE tier = 'D' AND bucket >= (SELECT up_to FROM rollup_summed);

-- Sums of integers need no numeric arithmetic. No transaction, and no hour of the backlog, has more records.
ALTER TABLE rollup_delta
    ALTER COLUMN requests TYPE integer,
    ALTER COLUMN blocked TYPE integer,
    ALTER COLUMN errors TYPE integer,
    ALTER COLUMN tunnels TYPE integer;

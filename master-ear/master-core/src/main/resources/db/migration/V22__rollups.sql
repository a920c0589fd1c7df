-- Sums of the access records by time, node and one dimension; the dimensions are numbered in Dimension.java. In tier M a
-- bucket is a minute, in H an hour, in D a day (UTC), of the record's own time. Each record is in each tier once for each
-- of its dimensions, but only dimensions 0 (all) and 1 (latency) are in M. What was cut off from the long tail of a
-- dimension d is under -d.
CREATE TABLE rollup (
    tier       "char"      NOT NULL,
    dimension  smallint    NOT NULL,
    bucket     timestamptz NOT NULL,
    node       text        NOT NULL,
    value      text        NOT NULL,
    requests   bigint      NOT NULL,
    blocked    bigint      NOT NULL,
    errors     bigint      NOT NULL,
    tunnels    bigint      NOT NULL,
    bytes_up   bigint      NOT NULL,
    bytes_down bigint      NOT NULL,
    PRIMARY KEY (tier, dimension, bucket, node, value)
) PARTITION BY LIST (tier);

CREATE TABLE rollup_minute PARTITION OF rollup FOR VALUES IN ('M') WITH (fillfactor = 80);
CREATE TABLE rollup_hour PARTITION OF rollup FOR VALUES IN ('H') WITH (fillfactor = 80);
CREATE TABLE rollup_day PARTITION OF rollup FOR VALUES IN ('D') WITH (fillfactor = 80);

-- What was stored and is not yet folded into the sums, with buckets of a minute for dimensions 0 and 1 and of an hour for
-- the others. Part 0 and part 1 are filled and folded in turn; reports read both.
CREATE TABLE rollup_delta (
    part       smallint    NOT NULL,
    dimension  smallint    NOT NULL,
    bucket     timestamptz NOT NULL,
    node       text        NOT NULL,
    value      text        NOT NULL,
    requests   bigint      NOT NULL,
    blocked    bigint      NOT NULL,
    errors     bigint      NOT NULL,
    tunnels    bigint      NOT NULL,
    bytes_up   bigint      NOT NULL,
    bytes_down bigint      NOT NULL
) PARTITION BY LIST (part);

CREATE TABLE rollup_delta_0 PARTITION OF rollup_delta FOR VALUES IN (0);
CREATE TABLE rollup_delta_1 PARTITION OF rollup_delta FOR VALUES IN (1);

-- The hours (UTC) whose records from before the roll-ups are not summed up yet: those that lie below what was wanted next of
-- their boot then. Later ones are counted as they come. Backlog.java takes one hour after the other.
CREATE TABLE rollup_backlog (hour timestamptz PRIMARY KEY);
CREATE TABLE rollup_backlog_end (
    node text   NOT NULL,
    boot bigint NOT NULL,
    next bigint NOT NULL,
    PRIMARY KEY (node, boot)
);
INSERT INTO rollup_backlog_end SELECT node, boot, next FROM record_watermark;
INSERT INTO rollup_backlog
SELECT (to_date(right(relname, 8), 'YYYYMMDD')::timestamp + hour * interval '1 hour') AT TIME ZONE 'UTC'
FROM pg_inherits JOIN pg_class ON oid = inhrelid CROSS JOIN generate_series(0, 23) AS hour
WHERE inhparent = 'access_record'::regclass AND relname ~ '^access_record_[0-9]{8}$'
UNION SELECT DISTINCT date_trunc('hour', time, 'UTC') FROM access_record_default;

-- When the exchange of the last stored record of this boot ended, by the node's clock; 1970 for none.
ALTER TABLE record_watermark ADD COLUMN reached timestamptz NOT NULL DEFAULT 'epoch';

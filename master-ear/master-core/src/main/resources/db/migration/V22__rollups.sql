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

-- The records that are there already, as RollupRows counts them.
INSERT INTO rollup_delta
WITH record AS (
    SELECT date_trunc('minute', time, 'UTC') AS minute, date_trunc('hour', time, 'UTC') AS hour, node, host, user_name, client,
        category, rule_id, error, scheme = 'tunnel' AS tunnel, action = 'block' AS blocked,
        greatest(least(bytes_up, 1::bigint << 48), 0) AS up, greatest(least(bytes_down, 1::bigint << 48), 0) AS down,
        greatest(duration_us, 4) AS micros, length(ltrim(greatest(duration_us, 4)::bit(64)::text, '0')) - 1 AS octave
    FROM access_record
)
SELECT 0, dimension, bucket, node, value, count(*), count(*) FILTER (WHERE blocked), count(*) FILTER (WHERE error <> ''),
    count(*) FILTER (WHERE tunnel), least(sum(up), 9223372036854775807)::bigint, least(sum(down), 9223372036854775807)::bigint
FROM record CROSS JOIN LATERAL (VALUES
    (0, minute, ''),
    (1, minute, (octave * 4 + ((micros >> (octave - 2)) & 3))::text),
    (2, hour, host),
    (3, hour, user_name),
    (4, hour, client),
    (5, hour, category),
    (6, hour, rule_id),
    (7, hour, error)
) AS part (dimension, bucket, value)
WHERE NOT (dimension = 1 AND tunnel) AND NOT (dimension = 7 AND error = '')
GROUP BY dimension, bucket, node, value;

-- When the exchange of the last stored record of this boot ended, by the node's clock; 1970 for none.
ALTER TABLE record_watermark ADD COLUMN reached timestamptz NOT NULL DEFAULT 'epoch';

-- A node tells what records it gave up in gaps, each with a sequence of its own among those of its records.
ALTER TABLE record_watermark ADD COLUMN gaps bigint NOT NULL DEFAULT 0;
ALTER TABLE record_watermark DROP CONSTRAINT record_watermark_check;
ALTER TABLE record_watermark ADD CHECK (next = stored + damaged + missing + gaps);

-- Their sums over all lives of a node; since and until by its clock.
CREATE TABLE record_gap (
    node    text        NOT NULL,
    class   text        NOT NULL,
    cause   text        NOT NULL,
    records bigint      NOT NULL,
    since   timestamptz NOT NULL,
    until   timestamptz NOT NULL,
    PRIMARY KEY (node, class, cause)
);

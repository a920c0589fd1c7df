-- Stored records that are still to be sent to the syslog receiver, in the order in which they were stored; written in the
-- transaction that stores the records, and deleted once the receiver has read them. A row stands for all records of this boot
-- from sequence first to last whose time is from earliest to latest: no record is in two of them.
CREATE TABLE record_unsent (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stored_at timestamptz NOT NULL DEFAULT now(),
    node      text        NOT NULL,
    boot      bigint      NOT NULL,
    first     bigint      NOT NULL,
    last      bigint      NOT NULL,
    earliest  timestamptz NOT NULL,
    latest    timestamptz NOT NULL,
    records   integer     NOT NULL CHECK (records > 0)
);

-- What has become of those that are no longer in it. Expired: deleted for their age before they could be sent.
CREATE TABLE record_sent (
    id      integer PRIMARY KEY CHECK (id = 1),
    sent    bigint  NOT NULL,
    expired bigint  NOT NULL
);
INSERT INTO record_sent VALUES (1, 0, 0);

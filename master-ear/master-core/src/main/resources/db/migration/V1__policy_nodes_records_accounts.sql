-- The policy being edited: one row.
CREATE TABLE policy_draft (
    id       integer     PRIMARY KEY CHECK (id = 1),
    version  bigint      NOT NULL,
    document text        NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by text        NOT NULL
);

-- Published policies, never changed. Also the outbox: the newest row is what the slaves must get.
CREATE TABLE policy_revision (
    number       bigint      PRIMARY KEY CHECK (number > 0),
    epoch        bigint      NOT NULL CHECK (epoch > 0),
    hash         text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    document     text        NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text        NOT NULL,
    comment      text        NOT NULL
);

-- The last state that each slave sent, as it came.
CREATE TABLE node_state (
    node     text        PRIMARY KEY,
    boot     bigint      NOT NULL,
    sequence bigint      NOT NULL,
    heard_at timestamptz NOT NULL,
    state    text        NOT NULL
);

-- How far the records of one boot of a node are in: all below next are stored, were damaged, or are missing because
-- the node no longer had them.
CREATE TABLE record_watermark (
    node    text   NOT NULL,
    boot    bigint NOT NULL,
    next    bigint NOT NULL DEFAULT 0 CHECK (next >= 0),
    stored  bigint NOT NULL DEFAULT 0,
    damaged bigint NOT NULL DEFAULT 0,
    missing bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (node, boot),
    CHECK (next = stored + damaged + missing)
);

-- One partition for each day (UTC). The key serves "newest first" and pages by key.
CREATE TABLE access_record (
    node        text        NOT NULL,
    boot        bigint      NOT NULL,
    sequence    bigint      NOT NULL,
    time        timestamptz NOT NULL,
    duration_us bigint      NOT NULL,
    client      text        NOT NULL,
    user_name   text        NOT NULL,
    method      text        NOT NULL,
    scheme      text        NOT NULL,
    host        text        NOT NULL,
    port        integer     NOT NULL,
    path        text        NOT NULL,
    status      integer     NOT NULL,
    bytes_up    bigint      NOT NULL,
    bytes_down  bigint      NOT NULL,
    mime_type   text        NOT NULL,
    action      text        NOT NULL,
    rule_id     text        NOT NULL,
    rule_name   text        NOT NULL,
    category    text        NOT NULL,
    reason      text        NOT NULL,
    epoch       bigint      NOT NULL,
    revision    bigint      NOT NULL,
    tls         text        NOT NULL,
    upstream    text        NOT NULL,
    user_agent  text        NOT NULL,
    error       text        NOT NULL,
    request_id  text        NOT NULL,
    PRIMARY KEY (time, node, boot, sequence)
) PARTITION BY RANGE (time);

-- For records whose clock is far off, and for a day whose partition could not be made in time.
CREATE TABLE access_record_default PARTITION OF access_record DEFAULT;

-- What came in and could not be read. Bounded by its writer.
CREATE TABLE record_quarantine (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    node     text        NOT NULL,
    boot     bigint      NOT NULL,
    sequence bigint      NOT NULL,
    records  integer     NOT NULL,
    problem  text        NOT NULL,
    bytes    bytea       NOT NULL
);

CREATE TABLE account (
    name       text        PRIMARY KEY,
    password   text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_token (
    hash       bytea       PRIMARY KEY CHECK (length(hash) = 32),
    account    text        NOT NULL REFERENCES account ON DELETE CASCADE,
    label      text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

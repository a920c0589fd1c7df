-- What lets nodes join. Of the secret only a derived key is kept.
CREATE TABLE activation_key (
    id           text        PRIMARY KEY CHECK (id ~ '^[a-z2-7]{8}$'),
    verification text        NOT NULL CHECK (verification ~ '^[0-9a-f]{64}$'),
    label        text        NOT NULL,
    node_group   text        NOT NULL,
    networks     text[]      NOT NULL,
    auto_approve boolean     NOT NULL,
    uses         integer     NOT NULL DEFAULT 0 CHECK (uses >= 0),
    most_uses    integer     CHECK (most_uses > 0),
    expires_at   timestamptz,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    revoked_at   timestamptz,
    -- made known by a file beside the master
    initial      boolean     NOT NULL DEFAULT false
);

-- Certificates of nodes; good are those that are neither revoked nor run out.
CREATE TABLE node_certificate (
    serial     text        PRIMARY KEY CHECK (serial ~ '^[0-9a-f]+$'),
    node       text        NOT NULL,
    public_key text        NOT NULL CHECK (public_key ~ '^[0-9a-f]{64}$'),
    chain      text        NOT NULL,
    issued_at  timestamptz NOT NULL,
    not_after  timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE INDEX node_certificate_of_node ON node_certificate (node);

-- Requests of nodes with a good key. The same node with the same public key is the same request.
CREATE TABLE enrollment (
    id         text        PRIMARY KEY CHECK (length(id) >= 16),
    key_id     text        NOT NULL REFERENCES activation_key,
    node       text        NOT NULL,
    public_key text        NOT NULL,
    request    text        NOT NULL,
    version    text        NOT NULL,
    address    text        NOT NULL,
    asked_at   timestamptz NOT NULL,
    status     text        NOT NULL CHECK (status IN ('PENDING', 'APPROVED', 'DECLINED')),
    decided_at timestamptz,
    decided_by text        NOT NULL DEFAULT '',
    serial     text        REFERENCES node_certificate ON DELETE SET NULL,
    UNIQUE (node, public_key)
);

-- Requests that were refused, for people. Bounded by its writer.
CREATE TABLE enrollment_refusal (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    address text        NOT NULL,
    node    text        NOT NULL,
    key_id  text        NOT NULL,
    reason  text        NOT NULL,
    text    text        NOT NULL
);

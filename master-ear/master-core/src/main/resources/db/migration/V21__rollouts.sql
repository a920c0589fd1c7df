-- Revisions that went, or go, to a few nodes first. Written by the room `rollout` alone.
CREATE TABLE rollout (
    number           bigint      PRIMARY KEY REFERENCES policy_revision,
    -- what the other nodes keep, and what all go back to
    base             bigint      NOT NULL REFERENCES policy_revision,
    asked_by         text        NOT NULL,
    canary           text        NOT NULL,
    hold_millis      bigint      NOT NULL CHECK (hold_millis >= 0),
    max_error_rate   double precision,
    max_block_rate   double precision,
    max_latency_ms   bigint,
    state            text        NOT NULL CHECK (state IN ('CANARY', 'HOLD', 'DONE', 'ROLLED_BACK', 'ABORTED')),
    reason           text        NOT NULL DEFAULT '',
    started_at       timestamptz NOT NULL,
    held_since       timestamptz,
    ended_at         timestamptz,
    -- the revision by which it was taken back
    back             bigint      REFERENCES policy_revision
);

CREATE UNIQUE INDEX rollout_under_way ON rollout ((true)) WHERE state IN ('CANARY', 'HOLD');

-- The canary: its nodes, and what each had counted when it was first seen to enforce the revision, in which boot.
CREATE TABLE rollout_node (
    number    bigint NOT NULL REFERENCES rollout,
    node      text   NOT NULL,
    boot      bigint,
    exchanges bigint NOT NULL DEFAULT 0,
    blocked   bigint NOT NULL DEFAULT 0,
    failed    bigint NOT NULL DEFAULT 0,
    micros    bigint NOT NULL DEFAULT 0,
    answered  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (number, node)
);

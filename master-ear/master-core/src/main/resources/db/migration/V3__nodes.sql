-- The nodes of the cluster. A removed one stays, so that it is refused until it is let in again.
CREATE TABLE node (
    id         text        PRIMARY KEY,
    node_group text        NOT NULL DEFAULT '',
    key_id     text        NOT NULL DEFAULT '',
    joined_at  timestamptz NOT NULL,
    removed_at timestamptz
);

INSERT INTO node (id, joined_at) SELECT node, heard_at FROM node_state;

-- What happened to each node, for people. Bounded by age and by number for each node.
CREATE TABLE node_event (
    id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node text        NOT NULL,
    at   timestamptz NOT NULL,
    kind text        NOT NULL,
    text text        NOT NULL,
    by   text        NOT NULL
);

CREATE INDEX node_event_of_node ON node_event (node, id);

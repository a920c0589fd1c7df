-- Which master is the active one: one row. Whoever takes the lease raises the epoch; who holds it puts expires_at off.
-- All by the clock of this database.
CREATE TABLE master_lease (
    id         integer     PRIMARY KEY CHECK (id = 1),
    holder     text        NOT NULL,
    epoch      bigint      NOT NULL CHECK (epoch >= 0),
    expires_at timestamptz NOT NULL
);

INSERT INTO master_lease (id, holder, epoch, expires_at)
SELECT 1, '', coalesce(max(epoch), 0), '-infinity' FROM policy_revision;

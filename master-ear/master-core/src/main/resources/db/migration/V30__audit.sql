-- What administrators changed: a chain, in which each event carries the hash of the one before. Texts are empty for nothing.
CREATE TABLE audit_event (
    number   bigint      PRIMARY KEY,
    at       timestamptz NOT NULL,
    who      text        NOT NULL,
    address  text        NOT NULL,
    token    text        NOT NULL,
    action   text        NOT NULL,
    object   text        NOT NULL,
    before   text        NOT NULL,
    after    text        NOT NULL,
    previous text        NOT NULL,
    hash     text        NOT NULL
);

-- The end of the chain, in one row. Who adds an event locks it, so that numbers have no gaps.
CREATE TABLE audit_head (
    id     int    PRIMARY KEY CHECK (id = 1),
    number bigint NOT NULL,
    hash   text   NOT NULL
);
INSERT INTO audit_head VALUES (1, 0, repeat('0', 64));

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_goes_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (NEW.number <> OLD.number + 1) EXECUTE FUNCTION audit_refuse();

-- The days (UTC) whose records are older than their personal fields are kept. "next" is where clearing goes on; NULL once all
-- of the day is cleared. A record of such a day that comes late sets it to the day's beginning again.
CREATE TABLE personal_day (
    day  date PRIMARY KEY,
    next timestamptz
);

-- Users whose name is taken out of records up to a time. "next" is where that goes on; NULL once it is done. A record that comes
-- late sets it back. The name is forgotten with the row, once no record of that time is kept any more.
CREATE TABLE erasure (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_name text        NOT NULL UNIQUE,
    up_to     timestamptz NOT NULL,
    next      timestamptz,
    records   bigint      NOT NULL DEFAULT 0
);

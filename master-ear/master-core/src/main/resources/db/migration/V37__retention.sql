-- The time by which records and sums are old enough to be deleted; see RetentionTime.java. One row.
CREATE TABLE retention (
    one  boolean     PRIMARY KEY DEFAULT true CHECK (one),
    time timestamptz NOT NULL
);
INSERT INTO retention (time) VALUES (now());

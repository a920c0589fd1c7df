-- A row that is written to a part of its own need not say which: so the rows can be made before the part is chosen.
ALTER TABLE rollup_delta_0 ALTER COLUMN part SET DEFAULT 0;
ALTER TABLE rollup_delta_1 ALTER COLUMN part SET DEFAULT 1;

-- Reports that are made at set times and delivered. Without recipients a report is a file in the folder of the settings.
CREATE TABLE report_schedule (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    rhythm     text        NOT NULL CHECK (rhythm IN ('DAILY', 'WEEKLY', 'MONTHLY')),
    at         text        NOT NULL,
    zone       text        NOT NULL,
    node       text        NOT NULL,
    format     text        NOT NULL CHECK (format IN ('PDF', 'HTML')),
    recipients text[]      NOT NULL,
    -- When it is made next; in the past until it is delivered.
    next_due   timestamptz NOT NULL,
    -- Whether somebody asked for one besides.
    asked      boolean     NOT NULL DEFAULT false,
    sent_at    timestamptz,
    -- Attempts that failed since the last success, when the next one may be, and why the last one failed.
    attempts   integer     NOT NULL DEFAULT 0,
    retry_at   timestamptz NOT NULL DEFAULT 'epoch',
    error      text        NOT NULL DEFAULT ''
);

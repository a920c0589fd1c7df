-- Long lists of domains as the files that nodes fetch by digest; written once. The master deletes those that none of
-- its newest revisions needs.
CREATE TABLE policy_section (
    digest text   PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    bytes  bigint NOT NULL CHECK (bytes > 0),
    content bytea NOT NULL -- gzip
);

ALTER TABLE policy_section ALTER COLUMN content SET STORAGE EXTERNAL;

-- Which files a revision's message names. A revision without any travels whole.
CREATE TABLE policy_revision_section (
    number   bigint NOT NULL REFERENCES policy_revision,
    category text   NOT NULL,
    digest   text   NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    bytes    bigint NOT NULL CHECK (bytes > 0),
    PRIMARY KEY (number, category)
);

-- Filters for records that administrators keep under a name. Without an owner they are shared.
CREATE TABLE saved_filter (
    owner text NOT NULL,
    name  text NOT NULL,
    query text NOT NULL,
    PRIMARY KEY (owner, name)
);

"""
The tables of a SQLite file, and how those of an earlier release become the present ones.
"""

SCHEMA = 3
"""Version of the tables, kept in the file (``PRAGMA user_version``)."""

FIRST = 2
"""Version with which a new file begins."""

_NEW_IN_2 = """
CREATE INDEX dossiers_due ON dossiers (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX dossiers_tick ON dossiers (tick_at, id) WHERE tick_at IS NOT NULL;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL;
CREATE INDEX outbox_next ON outbox (next_at, id) WHERE delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL;
CREATE INDEX outbox_useful ON outbox (useful_until) WHERE effect IS NOT NULL AND useful_until IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (id) WHERE dead_at IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (dossier);
CREATE TABLE found_by (
    dossier TEXT PRIMARY KEY REFERENCES dossiers (id),
    contract TEXT NOT NULL,
    access TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    dispensation TEXT NOT NULL,
    membership TEXT NOT NULL,
    status TEXT NOT NULL,
    effective_on TEXT,
    due_at TEXT,
    pending TEXT NOT NULL,
    retention_until TEXT
);
CREATE INDEX found_by_contract ON found_by (contract, dossier);
CREATE INDEX found_by_access ON found_by (access, dossier);
CREATE INDEX found_by_affiliation ON found_by (affiliation, dossier);
CREATE INDEX found_by_dispensation ON found_by (dispensation, dossier);
CREATE INDEX found_by_membership ON found_by (membership, dossier);
CREATE INDEX found_by_status ON found_by (status, dossier);
CREATE INDEX found_by_effective_on ON found_by (effective_on, dossier);
CREATE INDEX found_by_retention ON found_by (dossier, retention_until) WHERE retention_until IS NOT NULL;
CREATE TABLE marks (name TEXT PRIMARY KEY, at TEXT);
CREATE TABLE tombstones (dossier TEXT PRIMARY KEY, erased_on TEXT NOT NULL);
"""

TABLES = (
    """
CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    due_at TEXT,
    tick_at TEXT,
    tick_attempts INTEGER NOT NULL DEFAULT 0,
    tick_error TEXT,
    document BLOB NOT NULL
);
CREATE TABLE steps (
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    revision INTEGER NOT NULL,
    step BLOB NOT NULL,
    PRIMARY KEY (dossier, revision)
);
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    due_at TEXT NOT NULL,
    useful_until TEXT,
    effect BLOB,
    delivered_at TEXT,
    next_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    dead_at TEXT
);
"""
    + _NEW_IN_2
)
"""
The tables of version 2, which a new file is given before the upgrades.

``tick_at`` and ``next_at`` say when a row can be claimed: when it is due, when a lease runs out, when to try again.
"""

_COLUMNS_IN_2 = """
ALTER TABLE dossiers ADD COLUMN tick_at TEXT;
ALTER TABLE dossiers ADD COLUMN tick_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossiers ADD COLUMN tick_error TEXT;
ALTER TABLE outbox ADD COLUMN next_at TEXT;
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN error TEXT;
ALTER TABLE outbox ADD COLUMN dead_at TEXT;
UPDATE dossiers SET tick_at = due_at;
UPDATE outbox SET next_at = due_at;
DROP INDEX dossiers_due;
DROP INDEX outbox_due;
DROP INDEX outbox_waiting;
"""

_MARK_INCOMPLETE = """
INSERT INTO marks SELECT 'index incomplete', NULL WHERE EXISTS (SELECT 1 FROM dossiers);
"""

_NEW_IN_3 = """
ALTER TABLE dossiers ADD COLUMN digest BLOB;
ALTER TABLE outbox ADD COLUMN digest BLOB;
DROP INDEX dossiers_tick;
DROP INDEX outbox_next;
DROP INDEX outbox_dead;
CREATE INDEX dossiers_tick ON dossiers (tick_at, id, tick_attempts, tick_error) WHERE tick_at IS NOT NULL;
CREATE INDEX outbox_next ON outbox (next_at, id, attempts, error)
    WHERE delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (id, dead_at, attempts, error) WHERE dead_at IS NOT NULL;
CREATE INDEX marks_at ON marks (name, at);
CREATE INDEX tombstones_on ON tombstones (dossier, erased_on);
"""

UPGRADES = {
    1: _COLUMNS_IN_2 + _NEW_IN_2 + _MARK_INCOMPLETE,
    2: _NEW_IN_3,
}
"""
By version: what makes the tables of the next one of them.

What stands in an index as well stands twice: ``Store.verify`` has SQLite
compare both. Documents and effects have a digest instead.
"""

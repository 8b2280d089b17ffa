import { takeSteps } from './migrate.ts'
import type { Sql } from './store.ts'

/**
 * The tables of a RunObject, as steps that were ever taken: append, never edit. Step rows are clustered by run and path,
 * so that one step costs one row written; what changes often (cursors, waits) stands apart from what is large.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE runs (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, workflow_id TEXT NOT NULL, version_id TEXT NOT NULL,
     name TEXT NOT NULL, event_id TEXT NOT NULL, event_kind TEXT NOT NULL, environment TEXT NOT NULL,
     status TEXT NOT NULL, trigger TEXT NOT NULL, answer TEXT, error TEXT, failed_step TEXT,
     steps_count INTEGER NOT NULL, journal_bytes INTEGER NOT NULL,
     created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER,
     retry_of TEXT, reply_to TEXT, replied INTEGER NOT NULL, revision INTEGER NOT NULL, projected INTEGER NOT NULL
   );
   CREATE TABLE steps (
     run INTEGER, path TEXT, status TEXT NOT NULL, attempt INTEGER NOT NULL, started_at INTEGER NOT NULL,
     ended_at INTEGER, input TEXT, output TEXT, error TEXT, meta TEXT, PRIMARY KEY (run, path)
   ) WITHOUT ROWID;
   CREATE TABLE cursors (run INTEGER, path TEXT, cursor TEXT NOT NULL, PRIMARY KEY (run, path)) WITHOUT ROWID;
   CREATE TABLE waits (
     run INTEGER, path TEXT, kind TEXT NOT NULL, until INTEGER NOT NULL, key TEXT, holds INTEGER NOT NULL,
     state TEXT NOT NULL, fired TEXT, PRIMARY KEY (run, path)
   ) WITHOUT ROWID;
   CREATE TABLE inbox (n INTEGER PRIMARY KEY, run INTEGER NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL);
   CREATE TABLE log (seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, type TEXT NOT NULL, path TEXT, at INTEGER NOT NULL);
   CREATE TABLE events (id TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE call (
     one INTEGER PRIMARY KEY, info TEXT NOT NULL, created_at INTEGER NOT NULL, revision INTEGER NOT NULL,
     projected INTEGER NOT NULL
   );`,
  'CREATE TABLE purged (one INTEGER PRIMARY KEY, at INTEGER NOT NULL)',
  'ALTER TABLE runs ADD COLUMN trial TEXT',
  'ALTER TABLE call ADD COLUMN watchers TEXT',
  `ALTER TABLE runs ADD COLUMN told_at INTEGER;
   ALTER TABLE runs ADD COLUMN answered_by TEXT;
   CREATE TABLE errands (
     n INTEGER PRIMARY KEY, kind TEXT NOT NULL, run INTEGER NOT NULL, data TEXT NOT NULL, due INTEGER NOT NULL,
     tries INTEGER NOT NULL, sending INTEGER NOT NULL
   );`,
  `CREATE TABLE recordings (
     run INTEGER, name TEXT, path TEXT, recording TEXT NOT NULL, PRIMARY KEY (run, name, path)
   ) WITHOUT ROWID`,
]

/** Brings an object's tables up to date. */
export const migrate = (sql: Sql): void => takeSteps(sql, MIGRATIONS)

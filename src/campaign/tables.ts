import { takeSteps } from '../run/migrate.ts'
import type { Sql } from '../run/store.ts'

/**
 * The tables of a CampaignObject. Rows are found by what is to be done with them, in partial indexes that a row leaves
 * again: `rows_due` by the zones its number may be in, so that an opening or closing window moves no row at all.
 * `due_at` says when a row is looked at next, whatever its state.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE campaign (
     one INTEGER PRIMARY KEY, settings TEXT NOT NULL, state TEXT NOT NULL,
     revision INTEGER NOT NULL, projected INTEGER NOT NULL, projected_at INTEGER NOT NULL
   );
   CREATE TABLE zones (id INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE);
   CREATE TABLE rows (
     n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL, zone INTEGER NOT NULL,
     variables TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, detail TEXT, attempts INTEGER NOT NULL,
     fresh INTEGER NOT NULL, due_at INTEGER NOT NULL, dialled_at INTEGER, call_id TEXT, result TEXT,
     updated_at INTEGER NOT NULL
   );
   CREATE INDEX rows_due ON rows (zone, fresh, due_at) WHERE state = 'QUEUED';
   CREATE INDEX rows_open ON rows (due_at) WHERE state IN ('DIALLING', 'IN_CALL');
   CREATE INDEX rows_ended ON rows (state, n) WHERE state IN ('DONE', 'FAILED', 'SKIPPED', 'STOPPED');
   CREATE TABLE listeners (run_id TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (run_id, key)) WITHOUT ROWID;`,
]

/** Brings an object's tables up to date. */
export const migrate = (sql: Sql): void => takeSteps(sql, MIGRATIONS)

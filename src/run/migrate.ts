import type { Sql } from './store.ts'

/** Brings an object's tables up to date. @param steps that were ever taken: append, never edit */
export function takeSteps(sql: Sql, steps: readonly string[]): void {
  sql.exec('CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY)')
  const [row] = sql.exec<{ done: number }>('SELECT count(*) AS done FROM migrations').toArray()
  const done = row?.done ?? 0
  if (done === steps.length) return
  // In one go: every new call waits for this.
  sql.exec(
    steps
      .slice(done)
      .map(
        (step, index) => `${step.replace(/;$/, '')};\nINSERT INTO migrations (id) VALUES (${done + index});`,
      )
      .join('\n'),
  )
}

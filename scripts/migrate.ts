import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runWrangler } from './dev-server.ts'

const ROOT = join(import.meta.dirname, '..')

/**
 * Brings the local D1 up to date. Asking wrangler takes seconds, so what was applied last is noted beside the
 * database, where the note goes away together with it.
 * @param state folder of local state
 */
export async function migrate(state: string): Promise<void> {
  const note = join(state, 'v3/d1/applied-migrations')
  const wanted = fingerprint()
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return
  await runWrangler(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state])
  mkdirSync(join(state, 'v3/d1'), { recursive: true })
  writeFileSync(note, wanted)
}

/** Changes with any migration and with the name of the database. */
function fingerprint(): string {
  const folder = join(ROOT, 'migrations')
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'wrangler.toml')))
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

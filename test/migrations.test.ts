import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import * as z from 'zod'

const folder = join(import.meta.dirname, '../migrations')
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .toSorted()

/** A database as it was before the migration of that name, and how to apply that one. */
function before(name: string) {
  const migration = files.find((file) => file.endsWith(`_${name}.sql`))
  if (migration === undefined) throw new Error(`There is no migration "${name}".`)
  const db = new DatabaseSync(':memory:')
  const apply = (file: string) => db.exec(readFileSync(join(folder, file), 'utf8'))
  for (const file of files.slice(0, files.indexOf(migration))) apply(file)
  return { db, migrate: () => apply(migration) }
}

test('agents keep their workflows, in order, when they get versions', () => {
  const { db, migrate } = before('management')
  const agent = db.prepare(
    "INSERT INTO agents (id, name, provider, bearer_hash, signing_secret, created_at, updated_at) VALUES (?, '', 'generic', '', '', ?, ?)",
  )
  for (const [n, id] of ['agent_a', 'agent_b', 'agent_none'].entries()) agent.run(id, n + 1, n + 10)
  const assign = db.prepare('INSERT INTO agent_workflows (agent_id, workflow_id, position) VALUES (?, ?, ?)')
  assign.run('agent_a', 'wf_2', 0)
  assign.run('agent_a', 'wf_1', 1)
  assign.run('agent_b', 'wf_1', 0)
  migrate()

  const versions = db.prepare('SELECT * FROM agent_versions ORDER BY agent_id').all()
  expect(versions).toMatchObject([
    { agent_id: 'agent_a', number: 1, state: 'PUBLISHED', created_at: 1, updated_at: 10, published_at: 1 },
    { agent_id: 'agent_b', number: 1, state: 'PUBLISHED' },
    { agent_id: 'agent_none', number: 1, state: 'PUBLISHED' },
  ])
  for (const { id } of versions) expect(z.uuid().safeParse(id).success).toBe(true)
  const assigned = db.prepare(
    `SELECT agent_id, workflow_id, position FROM agent_workflows JOIN agent_versions ON id = agent_version_id
     ORDER BY agent_id, position`,
  )
  expect(assigned.all().map((row) => Object.values(row))).toEqual([
    ['agent_a', 'wf_2', 0],
    ['agent_a', 'wf_1', 1],
    ['agent_b', 'wf_1', 0],
  ])
})

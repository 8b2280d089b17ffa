import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { callObject } from '../src/run/ids.ts'
import type { Session } from './session.ts'

/** Bytes of the database of the object that holds a call, read from a copy: the file is in use. */
export async function objectBytes({ server, agent }: Session, callId: string): Promise<number> {
  const file = await server.runFile(callObject(agent.id, callId))
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-bench-'))
  try {
    for (const suffix of ['', '-wal']) await copyFile(file + suffix, join(folder, `copy${suffix}`))
    const copy = new DatabaseSync(join(folder, 'copy'))
    const row = copy
      .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
      .get()
    copy.close()
    return Number(row?.bytes)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

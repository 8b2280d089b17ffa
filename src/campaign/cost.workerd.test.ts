import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Sql } from '../run/store.ts'
import { addRows } from './add.ts'
import { control, createCampaign } from './control.ts'
import type { CampaignDeps } from './deps.ts'
import { callEnded } from './ended.ts'
import { createOpenings } from './openings.ts'
import { CampaignSettings } from './settings.ts'
import { migrate } from './tables.ts'
import { turn } from './turn.ts'

const ROWS = 100

/** The tables of a real object, and how many rows were written to them, indexes included, as they are paid for. */
function counting(real: SqlStorage): Sql & { written(): number } {
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
  return {
    exec: ((query: string, ...bindings: unknown[]) => {
      const cursor = real.exec(query, ...bindings)
      cursors.push(cursor)
      return cursor
    }) as Sql['exec'],
    written: () => cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  }
}

test('what a row costs: three rows written to add it, and at most ten to call it once', async () => {
  await runInDurableObject(env.CAMPAIGNS.getByName('camp_00c057'), async (_, { storage }) => {
    const sql = counting(storage.sql)
    let now = Date.parse('2026-03-03T09:00:00Z')
    const dialled: string[] = []
    const deps: CampaignDeps = {
      sql,
      id: 'camp_00c057',
      now: () => now,
      openings: createOpenings(),
      gate: {
        enter: async (dials) => dials.map(() => ({ kind: 'entered' })),
        release: async () => undefined,
        settle: async () => undefined,
      },
      network: {
        place: async ({ id }) => ({ kind: 'placed', callId: String(dialled.push(id)) }),
        find: async () => null,
        watch: async () => undefined,
      },
      project: async () => undefined,
      tellRun: async () => undefined,
      changed: () => undefined,
    }
    migrate(sql)
    createCampaign(deps, CampaignSettings.parse({ name: 'x', agent: 'a', calls_per_minute: 60 }))
    sql.written()
    const rows = Array.from({ length: ROWS }, (_, n) => `+346${String(n).padStart(8, '0')}`)
    addRows(
      deps,
      rows.map((number) => ({ key: number, number, zones: ['Europe/Madrid'], variables: {} })),
    )
    const added = sql.written() / ROWS
    control(deps, 'start')
    for (; dialled.length < ROWS; now += 1_000) {
      const begun = dialled.length
      await turn(deps)
      await scheduler.wait(0)
      for (const id of dialled.slice(begun)) {
        await callEnded(deps, id, {
          outcome: 'answered',
          call_id: 'c',
          end_reason: null,
          duration_seconds: 9,
          ended_at: null,
          recording_url: null,
        })
      }
    }
    const called = sql.written() / ROWS
    expect(added).toBeLessThan(3.2)
    expect(called).toBeLessThan(10.5)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { memorySql } from '../../test/support/memory-store.ts'
import type { ChangedRun as IndexRow } from '../db/schema.ts'
import { CodedError } from '../errors.ts'
import { acceptEvent } from './accept.ts'
import { updateCall } from './call-row.ts'
import { drainOutbox, type OutboxDeps } from './outbox.ts'
import type { CallWatcher, RunApi } from './protocol.ts'
import { purgeRuns } from './purge.ts'
import { insertRun, readRow, saveRecord } from './run-rows.ts'
import type { Sql } from './store.ts'
import { migrate } from './tables.ts'
import { watchCall } from './watchers.ts'

/** An index that keeps the newest revision of each run, as D1's does. */
function fakeIndex() {
  const rows = new Map<string, IndexRow>()
  return {
    rows,
    writes: 0,
    async write(changed: IndexRow[]) {
      this.writes++
      for (const row of changed) if ((rows.get(row.id)?.revision ?? 0) < row.revision) rows.set(row.id, row)
      return followed
    },
  }
}

let sql: Sql
let index: ReturnType<typeof fakeIndex>
let delivered: unknown[][]
/** workflows that somebody follows */
let followed: string[]
let announced: string[]

function deps(overrides: Partial<OutboxDeps> = {}): OutboxDeps {
  const parent = { deliver: async (...all: unknown[]) => void delivered.push(all) } as unknown as RunApi
  return {
    sql,
    object: 'object',
    now: () => 5,
    project: (_call, rows) => index.write(rows),
    announce: async (workflowId) => void announced.push(workflowId),
    runs: () => parent,
    campaigns: (id) => ({ callEnded: async (...all) => void delivered.push([id, ...all]) }),
    ...overrides,
  }
}

function addRun(id: string, replyTo?: { runId: string; key: string }): number {
  const event = { id: `event-${id}`, kind: 'webhook' as const, at: 1 }
  const start = { workflow: { id: 'wf', versionId: 'v', name: 'W' }, payload: {}, waitMs: 0 }
  return insertRun(sql, id, { event, environment: 'PRODUCTION', replyTo }, start, 1)
}

function end(n: number, status: 'SUCCEEDED' | 'FAILED'): void {
  saveRecord(sql, n, { ...readRow(sql, n).record, status, finishedAt: 4 })
}

beforeEach(() => {
  sql = memorySql()
  migrate(sql)
  index = fakeIndex()
  followed = []
  announced = []
  delivered = []
})

describe('the outbox', () => {
  it('tells the index of every change, and of none twice', async () => {
    const n = addRun('a')
    await drainOutbox(deps())
    expect(index.rows.get('a')?.status).toBe('QUEUED')
    end(n, 'SUCCEEDED')
    await drainOutbox(deps())
    await drainOutbox(deps())
    expect(index.rows.get('a')?.status).toBe('SUCCEEDED')
    expect(index.writes).toBe(2)
  })

  it('loses nothing to a crash before it', async () => {
    addRun('a')
    const faults = {
      at: (point: string) => {
        if (point === 'before-outbox') throw new Error('killed')
      },
    }
    await expect(drainOutbox(deps({ faults }))).rejects.toThrow('killed')
    await drainOutbox(deps())
    expect(index.rows.get('a')?.status).toBe('QUEUED')
  })

  it('loses nothing to a crash between writing and noting that it wrote', async () => {
    const n = addRun('a')
    const project = async (_call: unknown, rows: IndexRow[]) => {
      await index.write(rows)
      end(n, 'FAILED')
      throw new Error('killed')
    }
    await expect(drainOutbox(deps({ project }))).rejects.toThrow('killed')
    await drainOutbox(deps())
    expect(index.rows.get('a')?.status).toBe('FAILED')
  })

  it('sees a change that comes while it writes', async () => {
    const n = addRun('a')
    let first = true
    const project = async (_call: unknown, rows: IndexRow[]) => {
      if (first) end(n, 'SUCCEEDED')
      first = false
      return index.write(rows)
    }
    await drainOutbox(deps({ project }))
    expect(index.rows.get('a')?.status).toBe('SUCCEEDED')
  })

  it('announces a change to those who follow the workflow, once it is written', async () => {
    addRun('a')
    followed = ['wf']
    await drainOutbox(deps({ announce: async () => void announced.push(`${index.rows.size} written`) }))
    await drainOutbox(deps())
    expect(announced).toEqual(['1 written'])
  })

  it('announces a change again where that failed', async () => {
    addRun('a')
    followed = ['wf']
    const announce = () => Promise.reject(new Error('gone'))
    await expect(drainOutbox(deps({ announce }))).rejects.toThrow('gone')
    await drainOutbox(deps())
    expect(announced).toEqual(['wf'])
  })

  it('tells a parent how its sub-workflow ended, once it has', async () => {
    const n = addRun('child', { runId: 'parent', key: 'k' })
    await drainOutbox(deps())
    expect(delivered).toEqual([])
    end(n, 'FAILED')
    await drainOutbox(deps())
    await drainOutbox(deps())
    expect(delivered).toMatchObject([['parent', 'k', { status: 'error' }, 0]])
  })

  it('carries the call with its latest facts', async () => {
    const seen: unknown[] = []
    const project = async (call: { info: unknown } | null) => {
      seen.push(call?.info)
      return []
    }
    updateCall(sql, { agent_id: 'a', call_id: 'c', status: 'in_progress' }, 1)
    updateCall(sql, { agent_id: 'a', call_id: 'c', status: 'completed', dynamic_variables: { x: 1 } }, 2)
    await drainOutbox(deps({ project }))
    await drainOutbox(deps({ project }))
    expect(seen).toMatchObject([{ status: 'completed', dynamic_variables: { x: 1 } }])
  })

  describe('tells who waits for the end of a call', () => {
    const call = { agent_id: 'a', call_id: 'c', phone_number: '+34600000001' }
    const run: CallWatcher = { kind: 'run', run_id: 'waiting', key: 'call_end:step_1' }
    const campaign: CallWatcher = { kind: 'campaign', campaign_id: 'spring', dial_id: 'dial_1' }
    const ended = { status: 'completed', end_reason: 'busy', duration: 0 }

    const accept = (kind: 'call_placed' | 'call_finished', facts: object = {}, watcher?: CallWatcher) => {
      const event = { id: kind, kind, at: 1 }
      const request = { event, call: { ...call, ...facts }, watcher, environment: 'PRODUCTION' as const }
      return acceptEvent(sql, 'object', { ...request, starts: [] }, 1)
    }

    it('once it has ended, and not again', async () => {
      accept('call_placed', { status: 'dialing' }, run)
      expect(watchCall(sql, campaign)).toBeNull()
      await drainOutbox(deps())
      expect(delivered).toEqual([])
      accept('call_finished', ended)
      await drainOutbox(deps())
      await drainOutbox(deps())
      const result = { outcome: 'busy', call_id: 'c', status: 'completed', duration_seconds: 0 }
      expect(delivered).toMatchObject([
        ['waiting', 'call_end:step_1', result, 0],
        ['spring', 'dial_1', result],
      ])
    })

    it('also where the end came first', async () => {
      accept('call_finished', ended)
      accept('call_placed', { status: 'dialing' }, run)
      expect(watchCall(sql, campaign)).toMatchObject({ outcome: 'busy', status: 'completed' })
      await drainOutbox(deps())
      await drainOutbox(deps())
      expect(delivered).toMatchObject([
        ['waiting', 'call_end:step_1', { outcome: 'busy' }, 0],
        ['spring', 'dial_1', { outcome: 'busy' }],
      ])
    })

    it('once, however often they ask', async () => {
      accept('call_placed', {}, run)
      accept('call_placed', {}, run)
      watchCall(sql, run)
      accept('call_finished', ended)
      await drainOutbox(deps())
      expect(delivered).toHaveLength(1)
    })

    it('again where one could not be told, and the others no second time', async () => {
      accept('call_placed', {}, run)
      watchCall(sql, campaign)
      accept('call_finished', ended)
      const unreachable = () => ({ callEnded: () => Promise.reject(new Error('gone')) })
      await expect(drainOutbox(deps({ campaigns: unreachable }))).rejects.toThrow('gone')
      await drainOutbox(deps())
      expect(delivered.map(([to]) => to)).toEqual(['waiting', 'spring'])
    })

    it('unless their run has ended', async () => {
      accept('call_placed', {}, run)
      accept('call_finished', ended)
      let asked = 0
      const deliver = () => Promise.reject(new CodedError('RUN_ENDED', `Asked ${++asked} times.`))
      const runs = () => ({ deliver }) as unknown as RunApi
      await drainOutbox(deps({ runs }))
      await drainOutbox(deps({ runs }))
      expect(asked).toBe(1)
    })

    it('that nobody announced, by what its last event names', async () => {
      accept('call_finished', ended, run)
      await drainOutbox(deps())
      expect(delivered).toHaveLength(1)
    })

    it('but not whom the last event names, where the call was announced', async () => {
      accept('call_placed')
      accept('call_finished', ended, run)
      await drainOutbox(deps())
      expect(delivered).toEqual([])
    })

    it('before the call is forgotten', async () => {
      accept('call_placed', {}, run)
      accept('call_finished', ended)
      const purge = () => purgeRuns(sql, { runs: [], before: 10 }, () => false, 20)
      expect(purge()).toMatchObject({ emptied: false })
      await drainOutbox(deps())
      expect(purge()).toMatchObject({ emptied: true })
      expect(() => watchCall(sql, run)).toThrow(expect.objectContaining({ code: 'CALL_NOT_FOUND' }))
    })

    it('at no cost to a call that nobody watches', async () => {
      const queries: string[] = []
      const exec: Sql['exec'] = (query, ...bindings) => {
        queries.push(query)
        return memory.exec(query, ...bindings)
      }
      const memory = sql
      sql = { exec }
      accept('call_finished', ended)
      await drainOutbox(deps())
      expect(queries.filter((query) => /UPDATE call SET watchers|FROM events/.test(query))).toEqual([])
    })
  })
})

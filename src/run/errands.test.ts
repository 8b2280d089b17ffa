import { beforeEach, describe, expect, it, vi } from 'vitest'
import { says } from '../../test/support/calls.ts'
import { memorySql } from '../../test/support/memory-store.ts'
import type { RunRecord } from '../engine/records.ts'
import { CodedError } from '../errors.ts'
import { acceptEvent } from './accept.ts'
import { type EnrichmentDeps, runEnrichment } from './enrichment.ts'
import { createErrands } from './errands.ts'
import { type LateDeps, oweLate, runLate } from './late.ts'
import type { CallWatcher, DispatchRequest, LateTarget } from './protocol.ts'
import { purgeRuns } from './purge.ts'
import { movingRows, readRow, saveRecord } from './run-rows.ts'
import type { Sql } from './store.ts'
import { migrate } from './tables.ts'
import { owedEnd } from './watchers.ts'

const CALL = { agent_id: 'agent', call_id: 'call' }
const refusal = (status: number) =>
  new CodedError('SERVICE_UNAVAILABLE', 'no', { retryable: true, details: { status } })

let sql: Sql
let now: number
let told: unknown[][]
/** rows of runs that were let go */
let started: number[]
/** what the platform does with the next messages; it takes those after them */
let troubles: (Error | 'crash')[]

/** The errands of a new instance of the object. A crash leaves it where it stood. */
function instance() {
  const clock = { sql, now: () => now }
  const meets = async () => {
    const trouble = troubles.shift()
    if (trouble === 'crash') await new Promise<void>(() => undefined)
    if (trouble) throw trouble
  }
  const late: LateDeps = {
    ...clock,
    async tellLate(text, { call_id }, target) {
      await meets()
      told.push([text, call_id, target])
    },
  }
  const enrichment: EnrichmentDeps = {
    ...clock,
    start: (n) => started.push(n),
    async enrich(event) {
      await meets()
      return {
        ...event,
        call: { ...event.call, recording_url: 'r' },
        payload: { ...event.payload, messages: ['Hi.'] },
      }
    },
  }
  const errands = createErrands({
    ...clock,
    changed: () => undefined,
    run: { late: (errand) => runLate(late, errand), enrich: (errand) => runEnrichment(enrichment, errand) },
  })
  return {
    ...errands,
    oweLate(n: number, target: LateTarget) {
      oweLate(sql, n, target, now)
      errands.entered()
    },
  }
}

const event = (id: string, kind: DispatchRequest['event']['kind'], workflows: string[]): DispatchRequest => ({
  event: { id, kind, at: 1 },
  call: CALL,
  environment: 'PRODUCTION',
  starts: workflows.map((name) => ({
    workflow: { id: name, versionId: 'v', name },
    payload: {},
    waitMs: 1,
    late: { controlUrl: 'https://control.test' },
  })),
})

/** Begins a run of the call; gives its row. */
const begin = (name: string): number =>
  acceptEvent(sql, 'object', event(`tool:${name}`, 'function_call', [name]), now).started[0] ?? 0

const become = (n: number, changes: Partial<RunRecord>) =>
  saveRecord(sql, n, { ...readRow(sql, n).record, ...changes })

const answer = (n: number, text = 'It is done.') => become(n, { status: 'RUNNING', answer: says(text) })

/** Lets the instance do what is due, to the end. */
async function run(errands = instance()): Promise<number | null> {
  errands.run()
  await new Promise(setImmediate)
  return errands.next()
}

const left = () => sql.exec('SELECT n FROM errands').toArray().length

beforeEach(() => {
  sql = memorySql()
  migrate(sql)
  now = 1_000
  told = []
  started = []
  troubles = []
  vi.spyOn(console, 'warn').mockReturnValue()
})

describe('a result that comes after its caller was let go', () => {
  it('is told once it is there, and once only', async () => {
    const n = begin('book')
    const errands = instance()
    errands.oweLate(n, { controlUrl: 'https://control.test' })
    errands.oweLate(n, {})
    expect(await run(errands)).toBeNull()
    expect(told).toEqual([])
    answer(n)
    expect(errands.next()).toBe(1_000)
    await run(errands)
    expect(told).toEqual([['It is done.', 'call', { controlUrl: 'https://control.test' }]])
    become(n, { status: 'SUCCEEDED', finishedAt: now })
    expect(await run(errands)).toBeNull()
    expect([told.length, left()]).toEqual([1, 0])
  })

  it('survives the death of the process before it is there', async () => {
    const n = begin('book')
    instance().oweLate(n, {})
    answer(n)
    await run(instance())
    expect(told).toEqual([['It is done.', 'call', {}]])
  })

  it('is told when a run fails, and when one that paused answers', async () => {
    const [failing, pausing] = [begin('a'), begin('b')]
    const errands = instance()
    errands.oweLate(failing, {})
    errands.oweLate(pausing, {})
    become(failing, {
      status: 'FAILED',
      finishedAt: now,
      error: { code: 'X', message: 'inside', retryable: false },
    })
    become(pausing, { status: 'PAUSED' })
    await run(errands)
    expect(told).toEqual([[expect.stringContaining('did not work'), 'call', {}]])
    expect(JSON.stringify(told)).not.toContain('inside')
    answer(pausing, 'Approved.')
    await run(errands)
    expect(told[1]).toEqual(['Approved.', 'call', {}])
  })

  it('is sent again, later each time, where it was surely not taken', async () => {
    const n = begin('book')
    const errands = instance()
    errands.oweLate(n, {})
    answer(n)
    const connection = new CodedError('DATABASE_UNAVAILABLE', 'no', { retryable: true })
    troubles = [refusal(429), refusal(503), connection]
    const waits: number[] = []
    for (let at = await run(errands); at !== null; at = await run(errands)) {
      expect(at).toBeGreaterThan(now)
      waits.push(at - now)
      now = at
    }
    expect(waits).toEqual([1_000, 2_000, 4_000])
    expect(told).toHaveLength(1)
  })

  it('is given up after a while', async () => {
    const n = begin('book')
    const errands = instance()
    errands.oweLate(n, {})
    answer(n)
    troubles = Array.from({ length: 50 }, () => refusal(503))
    for (let at = await run(errands); at !== null; at = await run(errands)) now = at
    expect([troubles.length, told.length, left()]).toEqual([44, 0, 0])
  })

  it.each([
    ['nobody knows whether it was taken', new CodedError('HTTP_TIMEOUT', 'no', { retryable: true })],
    ['the platform failed over it', refusal(500)],
    ['the platform refused it', new CodedError('REQUEST_REFUSED', 'no', { details: { status: 404 } })],
  ])('is not sent again where %s', async (_, trouble) => {
    const n = begin('book')
    const errands = instance()
    errands.oweLate(n, {})
    answer(n)
    troubles = [trouble]
    expect(await run(errands)).toBeNull()
    expect([told.length, left()]).toEqual([0, 0])
  })

  it('is not sent again where the process died over it', async () => {
    const n = begin('book')
    const dying = instance()
    dying.oweLate(n, {})
    answer(n)
    troubles = ['crash']
    expect(await run(dying)).toBeGreaterThan(now)
    expect(await run(instance())).toBeNull()
    expect([told.length, left()]).toEqual([0, 0])
  })

  it('is nobody’s after the call is over', async () => {
    const [before, after] = [begin('a'), begin('b')]
    const errands = instance()
    errands.oweLate(before, {})
    acceptEvent(sql, 'object', event('call_finished', 'call_finished', []), now)
    errands.oweLate(after, {})
    answer(before)
    answer(after)
    expect(await run(errands)).toBeNull()
    expect([told.length, left()]).toEqual([0, 0])
  })

  it('goes with its run', () => {
    const n = begin('book')
    instance().oweLate(n, {})
    become(n, { status: 'SUCCEEDED', finishedAt: 1 })
    purgeRuns(sql, { runs: [{ id: readRow(sql, n).record.id, before: 2 }], before: 2 }, () => false, now)
    expect(left()).toBe(0)
  })
})

describe('the end of a call whose event leaves something out', () => {
  const WATCHER: CallWatcher = { kind: 'run', run_id: 'run', key: 'end' }
  const ended = (): DispatchRequest => ({
    ...event('call_finished', 'call_finished', ['a', 'b']),
    call: { ...CALL, agent_version_id: 'ours' },
    enrich: {
      kind: 'call_finished',
      call: { ...CALL, agent_version_id: 'theirs' },
      payload: { status: 'completed' },
    },
    watcher: WATCHER,
  })
  const triggers = () => [1, 2].map((n) => readRow(sql, n).record.trigger)

  it('is taken at once; its runs begin, and its end is told, when the platform has told the rest', async () => {
    expect(acceptEvent(sql, 'object', ended(), now)).toMatchObject({
      duplicate: false,
      started: [],
      runs: [{}, {}],
    })
    expect([movingRows(sql), owedEnd(sql)]).toEqual([[], null])
    expect(await run()).toBeNull()
    expect(started).toEqual([1, 2])
    expect(movingRows(sql)).toEqual([1, 2])
    const full = { status: 'completed', messages: ['Hi.'], agent_version_id: 'ours' }
    expect(triggers()).toEqual([full, full])
    expect(owedEnd(sql)).toMatchObject({ watchers: [WATCHER], result: { recording_url: 'r' } })
  })

  it('is not enriched twice, however often it is told', async () => {
    acceptEvent(sql, 'object', ended(), now)
    expect(acceptEvent(sql, 'object', ended(), now).duplicate).toBe(true)
    expect(left()).toBe(1)
    await run()
    acceptEvent(sql, 'object', ended(), now)
    await run()
    expect(started).toEqual([1, 2])
  })

  it('is asked for again while the platform has trouble, also by the next process', async () => {
    acceptEvent(sql, 'object', ended(), now)
    troubles = [refusal(503), new CodedError('HTTP_TIMEOUT', 'no', { retryable: true }), 'crash']
    for (const _ of [1, 2]) now = (await run()) ?? 0
    expect(now).toBe(4_000)
    await run()
    expect([started, movingRows(sql)]).toEqual([[], []])
    await run(instance())
    expect(started).toEqual([1, 2])
  })

  it('goes on with what there is after ten minutes, and says so', async () => {
    acceptEvent(sql, 'object', ended(), now)
    troubles = Array.from({ length: 50 }, () => refusal(503))
    const errands = instance()
    for (let at = await run(errands); at !== null; at = await run(errands)) now = at
    expect([started, left()]).toEqual([[1, 2], 0])
    expect(now).toBeGreaterThanOrEqual(601_000)
    expect(now).toBeLessThan(661_000)
    expect(triggers()[0]).toEqual({ status: 'completed', enriched: false, agent_version_id: 'ours' })
  })

  it('goes on at once where the rest will not be had', async () => {
    acceptEvent(sql, 'object', ended(), now)
    troubles = [new CodedError('RESOURCE_NOT_FOUND', 'no')]
    expect(await run()).toBeNull()
    expect(triggers()[0]).toMatchObject({ enriched: false })
  })

  it('leaves a run alone that was canceled meanwhile', async () => {
    acceptEvent(sql, 'object', ended(), now)
    become(1, { status: 'CANCELED', finishedAt: now })
    await run()
    expect(started).toEqual([2])
  })
})

it('an object without errands looks for them once', () => {
  const asked = vi.spyOn(sql, 'exec')
  const errands = instance()
  errands.next()
  const once = asked.mock.calls.length
  for (let n = 0; n < 10; n++) errands.next()
  errands.stir()
  errands.run()
  expect([once, asked.mock.calls.length]).toEqual([1, 1])
})

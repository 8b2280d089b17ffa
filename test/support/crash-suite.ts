import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishWorkflow } from '../../scripts/demo/seed.ts'
import { managementApi } from '../../scripts/management-api.ts'
import { type CountingServer, countingServer } from './counting-server.ts'
import {
  behaviour,
  callFinished,
  type Execution,
  fragileWorkflow,
  type Moment,
  moments,
  outcomes,
  repeatedCharges,
} from './crash-calls.ts'
import { type Server, startServer } from './server.ts'

const CALLS_PER_CRASH = 2
const TERMINAL = /^(SUCCEEDED|FAILED|TIMEOUT|CANCELED|INTERNAL_ERROR|QUOTA_EXCEEDED|MEMORY_LIMIT_EXCEEDED)$/

interface Accepted {
  accepted: boolean
  duplicate: boolean
  runs: { run_id: string }[]
}

interface Agent {
  id: string
  bearer_secret: string
}

/**
 * Promise 2 on the real runtime: the whole process tree is killed at `count` moments while calls are worked on, and
 * started again on the same state. Two calls run at a time, so that every crash meets two states.
 */
export function crashSuite(count: number): void {
  const seed = Number(process.env.PATCHCORD_TEST_SEED ?? Date.now() % 1_000_000)
  describe(`a run survives the process, killed at ${count} moments (PATCHCORD_TEST_SEED=${seed})`, () => {
    const state = mkdtempSync(join(tmpdir(), 'patchcord-crash-'))
    let service: CountingServer
    let server: Server
    let agent: Agent
    let workflow: string
    let faultFree: Map<string, string>
    const finished = new Map<string, Execution>()
    /** runs that were at work when they were killed */
    let survivors = 0

    const start = () => startServer({ state, env: { PATCHCORD_DEMO: '0' } })

    const finishCall = (callId: string) =>
      managementApi(server.url, agent.bearer_secret)<Accepted>(
        'POST',
        `/hooks/generic/${agent.id}/call-finished`,
        callFinished(callId),
      )

    async function ended(runId: string): Promise<Execution> {
      while (true) {
        const execution = await server.api<Execution>('GET', `/v1/workflow/executions/${runId}`)
        if (TERMINAL.test(execution.status)) return execution
        await sleep(100)
      }
    }

    /** Ends calls, kills everything at the moment and starts it again. Gives the runs by call. */
    async function crash(index: number, { hits, later }: Moment) {
      const before = service.hits.length
      const runs = new Map<string, string>()
      for (let n = 0; n < CALLS_PER_CRASH; n++) {
        const callId = `call_${index}_${n}`
        runs.set(callId, (await finishCall(callId)).runs[0]!.run_id)
      }
      while (service.hits.length < before + hits) await sleep(5)
      await sleep(later)
      await server.kill()
      const killedAt = Date.now()
      server = await start()
      return { runs, killedAt }
    }

    /** As without a crash, or ended at a charge of which nobody can know whether it took effect. */
    function expectSameEnd(execution: Execution, callId: string): void {
      const ends = outcomes(execution, callId)
      const unknown = Array.from(ends).filter(([, outcome]) => outcome.includes('"INTERRUPTED"'))
      if (unknown.length === 0) {
        expect(Object.fromEntries(ends)).toEqual(Object.fromEntries(faultFree))
        expect(execution.status).toBe('SUCCEEDED')
        return
      }
      expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'INTERRUPTED' } })
      expect(unknown).toHaveLength(1)
      const [stoppedAt] = unknown[0]!
      expect(stoppedAt).toMatch(/^each\[\d\]\.charge$/)
      for (const [path, outcome] of ends) {
        if (path !== stoppedAt && path !== 'each')
          expect([path, outcome]).toEqual([path, faultFree.get(path)])
      }
    }

    async function expectRecordedOnce(runId: string, ends: Map<string, string>): Promise<void> {
      const { data } = await server.api<{ data: { type: string; path: string | null }[] }>(
        'GET',
        `/v1/workflow/executions/${runId}/events?limit=1000`,
      )
      const recorded = data
        .filter(({ type }) => /^step\.(succeeded|failed)$/.test(type))
        .map(({ path }) => path)
      expect(recorded.length).toBeGreaterThan(0)
      expect(recorded).toEqual([...new Set(recorded)])
      for (const path of recorded) expect(ends.has(path ?? '')).toBe(true)
    }

    beforeAll(async () => {
      service = await countingServer(behaviour)
      server = await start()
      agent = await server.api<Agent>('POST', '/v1/agents', { name: 'Crash test', provider: 'generic' })
      workflow = await publishWorkflow(server.api, fragileWorkflow(service.url))
      await server.api('PATCH', `/v1/agents/${agent.id}`, { flow_ids: [workflow] })
      const { runs } = await finishCall('call_oracle')
      const oracle = await ended(runs[0]!.run_id)
      expect(oracle.status).toBe('SUCCEEDED')
      finished.set('call_oracle', oracle)
      faultFree = outcomes(oracle, 'call_oracle')
    })

    afterAll(async () => {
      await server?.stop()
      await service?.close()
      rmSync(state, { recursive: true })
    })

    const planned = moments(count, CALLS_PER_CRASH, seed).entries()
    test.each([...planned].map(([index, moment]) => ({ index, ...moment })))(
      'killed $later ms after request $hits, every run ends as it would have, or says what is unknown',
      async ({ index, ...moment }) => {
        const before = service.hits.length
        const { runs, killedAt } = await crash(index, moment)
        for (const [callId, runId] of runs) {
          const execution = await ended(runId)
          finished.set(callId, execution)
          if (Date.parse(execution.finishTime) > killedAt) survivors++
          expectSameEnd(execution, callId)
          await expectRecordedOnce(runId, outcomes(execution, callId))
        }
        expect(repeatedCharges(service.hits.slice(before))).toEqual([])
      },
    )

    test('most crashes hit runs at work', () => expect(survivors).toBeGreaterThan(count))

    test('a repeated request of a repeatable step carries the key of the first', () => {
      const keys = Map.groupBy(
        service.hits.filter(({ method }) => method === 'PUT'),
        ({ path }) => path,
      )
      for (const [path, hits] of keys) {
        expect(new Set(hits.map(({ key }) => key))).toEqual(new Set([path.replace('/mark/', '')]))
      }
    })

    test('an event that was accepted before a crash is a duplicate after it, and starts nothing', async () => {
      const hits = service.hits.length
      for (const [callId, { id }] of finished) {
        expect(await finishCall(callId)).toMatchObject({
          accepted: true,
          duplicate: true,
          runs: [{ run_id: id }],
        })
      }
      expect(service.hits.length).toBe(hits)
    })

    test('the index of runs ends up right', async () => {
      const expected = Array.from(finished.values(), ({ id, status }) => `${id} ${status}`).sort()
      const indexed = async () => {
        const rows: string[] = []
        for (let page = 1, more = true; more; page++) {
          const path = `/v1/workflow/${workflow}/executions?limit=30&page=${page}`
          const list = await server.api<{ data: Execution[]; has_more: boolean }>('GET', path)
          rows.push(...list.data.map(({ id, status }) => `${id} ${status}`))
          more = list.has_more
        }
        return rows.sort()
      }
      await expect.poll(indexed, { timeout: 20_000 }).toEqual(expected)
    })
  })
}

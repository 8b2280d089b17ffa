import { env } from 'cloudflare:workers'
import { expect, it, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { loadPublished } from '../../src/db/directory.ts'
import { isTerminal } from '../../src/engine/records.ts'
import type { Json } from '../../src/json.ts'
import { callObject, eventObject } from '../../src/run/ids.ts'
import type { RunApi, RunDetail } from '../../src/run/protocol.ts'
import type { Action, Definition } from '../../src/workflow/schema.ts'
import { addAgent } from './agents.ts'
import { addWorkflow } from './api.ts'
import { chain, code, definition, loop, onError, piece, pieceTrigger, router, when } from './definitions.ts'

let events = 0

/** The object of a run that belongs to no call. */
export const objectNamed = (name: string) => env.RUNS.getByName(name) as unknown as RunApi

/** A published, enabled workflow of these steps behind a catch-webhook trigger. */
export async function publish(first: Action, settings?: Definition['settings']) {
  const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
  const id = await addWorkflow({
    ...definition(trigger, first, settings),
    displayName: `Workflow ${++events}`,
  })
  const { versionId, name } = await loadPublished(openDb(env.DB), id)
  return { id, versionId, name }
}

/** Starts a run of these steps without waiting for it. */
export async function start(first: Action, payload: Json, waitMs = 0) {
  const workflow = await publish(first)
  const eventId = `event-${++events}`
  const object = eventObject(workflow.id, eventId)
  const event = { id: eventId, kind: 'webhook' as const, at: Date.now() }
  const starts = [{ workflow, payload, waitMs }]
  const reply = await objectNamed(object).dispatch({ event, environment: 'PRODUCTION', starts })
  const [run] = reply.runs
  if (!run) throw new Error('nothing was started')
  return { object, run, workflow }
}

/** The record of a run once `until` holds. `between` is called before each look. */
export async function settle(
  object: string,
  runId: string,
  between: (object: string) => Promise<void>,
  until: (detail: RunDetail) => boolean = ({ run }) => isTerminal(run.status),
): Promise<RunDetail> {
  return vi.waitFor(
    async () => {
      await between(object)
      const detail = await objectNamed(object).readRun(runId)
      if (!detail || !until(detail)) throw new Error(`still ${detail?.run.status}`)
      return detail
    },
    { timeout: 40_000, interval: 25 },
  )
}

const outputsOf = ({ steps }: RunDetail) =>
  Object.fromEntries(steps.map((step) => [step.path, step.output === null ? null : JSON.parse(step.output)]))

const map = (name: string, mapping: unknown, next?: Action) =>
  piece(name, 'data-mapper', 'advanced_mapping', { mapping }, next)

/** Runs with real pieces on the real runtime. The same promises hold whatever `between` does to the object. */
export function runSuite(between: (object: string) => Promise<void>): void {
  const run = async (first: Action, payload: Json = {}) => {
    const started = await start(first, payload)
    return settle(started.object, started.run.runId, between)
  }

  it('a loop, a condition, a delay and a code step end with the right outputs', {
    timeout: 60_000,
  }, async () => {
    const body = router('step_2', [
      {
        name: 'even',
        when: [[when('{{step_1.item % 2}}', 'NUMBER_IS_EQUAL_TO', 0)]],
        first: map('step_3', { value: '{{step_1.item * 10}}' }),
      },
      { name: 'odd', when: 'fallback', first: map('step_4', { value: '{{step_1.index}}' }) },
    ])
    const source =
      'export const code = async (inputs: { n: number[] }) => inputs.n.reduce((a, b) => a + b, 0)'
    const detail = await run(
      chain(
        loop('step_1', '{{trigger.items}}', body),
        piece('step_5', 'delay', 'delayFor', { unit: 'seconds', delayFor: 1 }),
        code('step_6', source, { n: '{{trigger.items}}' }),
        map('step_7', { sum: '{{step_6}}', loops: '{{step_1.iterations.length}}' }),
      ),
      { items: [1, 2, 3, 4] },
    )
    expect(detail.run.status).toBe('SUCCEEDED')
    const outputs = outputsOf(detail)
    expect(outputs['step_1[1].step_3']).toEqual({ value: 20 })
    expect(outputs['step_1[2].step_4']).toEqual({ value: 3 })
    expect(outputs.step_7).toEqual({ sum: 10, loops: 4 })
  })

  it('a paused run goes on to its end once what it waited for has come', { timeout: 60_000 }, async () => {
    const steps = chain(
      piece('step_1', 'approval', 'wait_for_approval'),
      map('step_2', { a: 1 }),
      map('step_3', { b: 2 }),
    )
    const { object, run: started } = await start(steps, {})
    const { waits } = await settle(object, started.runId, between, ({ run }) => run.status === 'PAUSED')
    await objectNamed(object).deliver(started.runId, waits[0]?.key ?? '', {}, 0)
    const { run: ended } = await settle(object, started.runId, between)
    expect(ended.status).toBe('SUCCEEDED')
  })

  it('a run that waits for a call goes on with how it went, whoever ended first', {
    timeout: 60_000,
  }, async () => {
    const { id: agent } = await addAgent([])
    const call = { agent_id: agent, call_id: `call-${++events}` }
    const callObjectName = callObject(agent, call.call_id)
    const tell = (kind: 'call_placed' | 'call_finished', facts: object = {}) => {
      const event = { id: kind, kind, at: Date.now() }
      const request = { event, call: { ...call, ...facts }, environment: 'PRODUCTION' as const, starts: [] }
      return objectNamed(callObjectName).dispatch(request)
    }
    const betweenBoth = async (object: string) => {
      await between(object)
      // Wakes it, so that there is something to evict.
      await objectNamed(callObjectName).timeline()
      await between(callObjectName)
    }
    const waiting = () =>
      start(
        chain(
          piece('step_1', 'diga', 'wait_for_call', { agent, call_id: call.call_id }),
          map('step_2', { how: '{{step_1.outcome}}' }),
        ),
        {},
      )
    await tell('call_placed', { status: 'dialing' })
    const [one, other] = [await waiting(), await waiting()]
    for (const { object, run } of [one, other]) {
      await settle(object, run.runId, betweenBoth, ({ run }) => run.status === 'PAUSED')
    }
    await tell('call_finished', { end_reason: 'busy', duration: 0 })
    const late = await waiting()
    for (const { object, run } of [one, other, late]) {
      const detail = await settle(object, run.runId, betweenBoth)
      expect(outputsOf(detail)).toMatchObject({ step_2: { how: 'busy' } })
    }
  })

  it('parallel iterations that edit one list lose nothing', { timeout: 60_000 }, async () => {
    const add = piece('step_2', 'store', 'add_to_list', {
      key: 'seen',
      value: '{{step_1.item}}',
      store_scope: 'RUN',
      ignore_if_exists: false,
    })
    const detail = await run(
      chain(
        loop('step_1', '{{trigger}}', add, null, { concurrency: 4 }),
        piece('step_3', 'store', 'get', { key: 'seen', store_scope: 'RUN' }),
      ),
      [1, 2, 3, 4, 5, 6, 7, 8],
    )
    expect((outputsOf(detail).step_3 as number[]).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('a failing step takes its failure branch, and the error can be read there', {
    timeout: 60_000,
  }, async () => {
    const onFailure = map('step_2', { why: '{{step_1.error.code}}' })
    const bad = code('step_1', 'export const code = () => { throw new Error("no") }', {}, null, { onFailure })
    const detail = await run(chain(bad, map('step_3', { done: true })))
    expect(detail.run.status).toBe('SUCCEEDED')
    expect(outputsOf(detail)).toMatchObject({ step_2: { why: 'CODE_FAILED' }, step_3: { done: true } })
  })

  it('continue on failure goes on, without it the run names the failed step', {
    timeout: 60_000,
  }, async () => {
    const source = 'export const code = () => { throw new TypeError("no") }'
    const goesOn = await run(
      chain(code('step_1', source, {}, null, onError({ continue: true })), map('step_2', { a: 1 })),
    )
    expect(goesOn.run.status).toBe('SUCCEEDED')
    const fails = await run(chain(code('step_1', source), map('step_2', { a: 1 })))
    expect(fails.run).toMatchObject({
      status: 'FAILED',
      failedStep: { name: 'step_1' },
      error: { code: 'CODE_FAILED' },
    })
  })

  it('a sub-workflow answers its parent, and a failing one fails it', { timeout: 60_000 }, async () => {
    const child = async (first: Action) => {
      const trigger = pieceTrigger('subflows', 'callableFlow', {
        mode: 'simple',
        exampleData: { sampleData: {} },
      })
      return addWorkflow({ ...definition(trigger, first), displayName: `Child ${++events}` })
    }
    const callOf = (flow: string) =>
      piece('step_1', 'subflows', 'callFlow', {
        flow,
        mode: 'simple',
        flowProps: { payload: { n: '{{trigger.n}}' } },
        waitForResponse: true,
      })
    const answer = piece('step_1', 'subflows', 'returnResponse', {
      mode: 'simple',
      response: { response: { twice: '{{trigger.data.n * 2}}' } },
    })
    const good = await run(chain(callOf(await child(answer)), map('step_2', { got: '{{step_1}}' })), {
      n: 21,
    })
    expect(good.run.error).toBeNull()
    expect(JSON.stringify(outputsOf(good).step_2)).toContain('42')
    const broken = await child(code('step_1', 'export const code = () => { throw new Error("no") }'))
    const bad = await run(callOf(broken), { n: 1 })
    expect(bad.run).toMatchObject({ status: 'FAILED', failedStep: { name: 'step_1' } })
  })
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chain, loop, onError, router, when } from '../../test/support/definitions.ts'
import { Crash, type RunView, runToEnd } from '../../test/support/engine-harness.ts'
import { flow, scriptedHost, scripted as test } from '../../test/support/scripted-host.ts'
import type { Action } from '../workflow/schema.ts'
import type { FaultPoint, Faults } from './ports.ts'

/** Crashes the first time that `point` is reached at `path`, or the nth. */
function crashOnce(point: FaultPoint, path: string, nth = 1): Faults & { hits: number } {
  const faults = {
    hits: 0,
    reached: 0,
    at(at: FaultPoint, where: string) {
      if (at !== point || where !== path || ++faults.reached !== nth) return
      faults.hits++
      throw new Crash()
    },
  }
  return faults
}

const POINTS: FaultPoint[] = ['before-io', 'after-io', 'after-commit']

describe('a crash at a named point', () => {
  const workflow = (action: string) =>
    flow(
      chain(
        loop('step_1', '{{[1,2]}}', test('step_2', action, { value: '{{step_1.item}}' })),
        test('step_3', 'answer', { value: '{{step_1.iterations.length}}' }),
      ),
    )

  it.each(POINTS)('%s of an idempotent step: the run ends as it would have', async (point) => {
    const host = scriptedHost()
    const faults = crashOnce(point, 'step_1[0].step_2')
    const { run, journal, outputs } = await runToEnd(workflow('read'), {}, { host, faults })
    expect(faults.hits).toBe(1)
    expect(run).toMatchObject({ status: 'SUCCEEDED', answer: { body: 2 } })
    expect(outputs['step_1[1].step_2']).toEqual({ sent: 2 })
    expect([...journal.outcomes.values()].every((count) => count === 1)).toBe(true)
    // Repeated or not, the service saw one key a step, so it can tell a repeat.
    expect(new Set(host.world.effects).size).toBe(2)
  })

  it.each([
    ['before-io', 0],
    ['after-io', 1],
  ] as const)('%s of a step that must not be repeated: it ends as INTERRUPTED', async (point, effects) => {
    const host = scriptedHost()
    const faults = crashOnce(point, 'step_1[0].step_2')
    const { run, steps } = await runToEnd(workflow('send'), {}, { host, faults })
    expect(run).toMatchObject({ status: 'FAILED', failedStep: { path: 'step_1[0].step_2' } })
    expect(steps['step_1[0].step_2']?.error?.code).toBe('INTERRUPTED')
    expect(host.world.effects).toHaveLength(effects)
  })

  it('after-commit of a step that must not be repeated: it counts as done', async () => {
    const host = scriptedHost()
    const { run } = await runToEnd(
      workflow('send'),
      {},
      { host, faults: crashOnce('after-commit', 'step_1[0].step_2') },
    )
    expect(run.status).toBe('SUCCEEDED')
    expect(host.world.effects).toHaveLength(2)
  })

  it.each([
    ['before-io', 1, 'FAILED', 0],
    ['after-io', 1, 'FAILED', 1],
    ['before-io', 2, 'SUCCEEDED', 1],
    ['after-io', 2, 'SUCCEEDED', 1],
  ] as const)(
    '%s (time %i) of a step that may be repeated once its wait is over: %s',
    async (point, nth, status, effects) => {
      const host = scriptedHost()
      const faults = crashOnce(point, 'step_1', nth)
      const dial = flow(test('step_1', 'dial', { until: 1_700_000_001_000 }))
      const { run } = await runToEnd(dial, {}, { host, faults })
      expect(faults.hits).toBe(1)
      expect([run.status, host.world.effects.length]).toEqual([status, effects])
    },
  )

  it('gives up a step that kills the process again and again', async () => {
    const faults: Faults = {
      at(point) {
        if (point === 'before-io') throw new Crash()
      },
    }
    const { run, steps } = await runToEnd(flow(test('step_1', 'read')), {}, { host: scriptedHost(), faults })
    expect(run.error?.code).toBe('INTERRUPTED')
    expect(steps.step_1?.meta?.attempts).toHaveLength(3)
  })

  it('keeps an answer that was given before it', async () => {
    const steps = chain(test('step_1', 'answer', { value: 'hi' }), test('step_2', 'read'))
    const { run } = await runToEnd(
      flow(steps),
      {},
      { host: scriptedHost(), faults: crashOnce('after-commit', 'step_1') },
    )
    expect(run).toMatchObject({ status: 'SUCCEEDED', answer: { body: 'hi' } })
  })
})

/** Steps that never fail for good and are safe to repeat: any crash must leave no trace in the result. */
function steps(depth: number, names: { next: number }): fc.Arbitrary<Action> {
  const name = () => `step_${names.next++}`
  const leaf = fc.oneof(
    fc.constant(null).map(() => test(name(), 'echo', { value: '{{trigger.n + 1}}' })),
    fc.constant(null).map(() => test(name(), 'read', { value: '{{trigger}}' })),
    fc.constant(null).map(() => test(name(), 'delay', { until: 1_700_000_001_000 })),
    fc.constant(null).map(() => test(name(), 'fail', {}, onError({ continue: true }))),
    fc
      .constant(null)
      .map(() => test(name(), 'fail', {}, { onFailure: test(name(), 'read', { value: 'saved' }) })),
  )
  const one: fc.Arbitrary<Action> =
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 3, arbitrary: leaf },
          {
            weight: 2,
            arbitrary: fc
              .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }), steps(depth - 1, names))
              .map(([count, concurrency, body]) =>
                loop(name(), `{{ [${Array.from({ length: count }, (_, i) => i)}] }}`, body, null, {
                  concurrency,
                }),
              ),
          },
          {
            weight: 2,
            arbitrary: fc
              .tuple(fc.boolean(), steps(depth - 1, names), steps(depth - 1, names), steps(depth - 1, names))
              .map(([all, a, b, other]) =>
                router(
                  name(),
                  [
                    { name: 'a', when: [[when('{{trigger.n}}', 'NUMBER_IS_GREATER_THAN', 2)]], first: a },
                    { name: 'b', when: [[when('{{trigger.n}}', 'NUMBER_IS_GREATER_THAN', 4)]], first: b },
                    { name: 'other', when: 'fallback', first: other },
                  ],
                  null,
                  { executionType: all ? 'EXECUTE_ALL_MATCH' : 'EXECUTE_FIRST_MATCH' },
                ),
              ),
          },
        )
  return fc
    .array(one, { minLength: 1, maxLength: 4 })
    .map((list) => chain(...(list as [Action, ...Action[]])))
}

/** Crashes at seeded moments, at most `limit` times in all. */
function randomCrashes(seed: number, limit: number): Faults {
  let state = seed >>> 0
  let left = limit
  return {
    at() {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      if (left === 0 || state / 2 ** 32 > 0.2) return
      left--
      throw new Crash()
    },
  }
}

const result = ({ run, outputs, steps: records }: RunView) => ({
  status: run.status,
  outputs,
  statuses: Object.fromEntries(Object.entries(records).map(([path, step]) => [path, step.status])),
})

describe('random workflows under random crashes', () => {
  const workflows = fc.integer({ min: 0, max: 6 }).chain((n) =>
    fc
      .constant(null)
      .chain(() => steps(2, { next: 1 }))
      .map((first) => ({ workflow: flow(first), trigger: { n } })),
  )

  it('end as the fault-free run does, with every outcome recorded once', async () => {
    await fc.assert(
      fc.asyncProperty(workflows, fc.integer(), async ({ workflow, trigger }, seed) => {
        const oracle = await runToEnd(workflow, trigger, { host: scriptedHost() })
        // No more crashes than one step survives, so that none is given up.
        const faults = randomCrashes(seed, 3)
        const crashed = await runToEnd(workflow, trigger, { host: scriptedHost(), faults })
        expect(result(crashed)).toEqual(result(oracle))
        expect([...crashed.journal.outcomes.values()].filter((count) => count !== 1)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('end the same when they are dropped from memory after any number of steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        workflows,
        fc.integer({ min: 1, max: 5 }),
        async ({ workflow, trigger }, stepsPerTurn) => {
          const oracle = await runToEnd(workflow, trigger, { host: scriptedHost() })
          const evicted = await runToEnd(workflow, trigger, { host: scriptedHost(), stepsPerTurn })
          expect(result(evicted)).toEqual(result(oracle))
        },
      ),
      { numRuns: 200 },
    )
  })
})

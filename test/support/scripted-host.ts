import type { PreparedStep, StepCall, StepHost, StepResult } from '../../src/engine/ports.ts'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import type { Action, Definition } from '../../src/workflow/schema.ts'
import { chain, definition, piece, pieceTrigger } from './definitions.ts'

/** What happened outside of the run. */
export interface World {
  /** every time a step took effect, in order: its idempotency key */
  effects: string[]
  /** highest number of effects in progress at once */
  peak: number
}

type Script = (call: StepCall, world: World) => StepResult | Promise<StepResult>

const inProgress = { count: 0 }

/**
 * Pieces for tests. `echo` is pure; `read` and `send` do I/O, `send` must not be repeated; `dial` does I/O, waits, and
 * may be repeated only after that; `flaky` fails `times` times
 * with a retryable error; `fail` always fails; `again` waits for ever, `trial` tells of which test it is part; `delay`, `event`, `answer` and
 * `stop` do what they say.
 */
const SCRIPTS: Record<string, Pick<PreparedStep, 'idempotent' | 'pure'> & { run: Script }> = {
  echo: { idempotent: true, pure: true, run: ({ input }) => ({ output: input.value }) },
  read: { idempotent: true, pure: false, run: effect },
  send: { idempotent: false, pure: false, run: effect },
  dial: {
    idempotent: (_, isResumed) => isResumed,
    pure: false,
    async run(call, world) {
      if (call.resume) return { output: 'ended' }
      await effect(call, world)
      return { wait: { until: Number(call.input.until) } }
    },
  },
  flaky: {
    idempotent: true,
    pure: false,
    run(call) {
      if (call.attempt <= Number(call.input.times)) {
        throw new CodedError('FLAKY', 'not yet', { retryable: true })
      }
      return { output: call.attempt }
    },
  },
  fail: {
    idempotent: true,
    pure: false,
    run({ input }) {
      throw new CodedError('BROKEN', String(input.message ?? 'broken'), {
        retryable: input.retryable === true,
      })
    },
  },
  again: { idempotent: true, pure: true, run: () => ({ wait: { until: 1_800_000_000_000 } }) },
  trial: { idempotent: true, pure: true, run: (call) => ({ output: call.trial }) },
  delay: {
    idempotent: true,
    pure: true,
    run: ({ input, resume }) =>
      resume ? { output: 'waited' } : { wait: { until: Number(input.until), holdsCaller: false } },
  },
  event: {
    idempotent: true,
    pure: true,
    run: ({ input, resume }) =>
      resume
        ? { output: { payload: resume.payload, timedOut: resume.timedOut } }
        : {
            wait: {
              key: String(input.key),
              holdsCaller: input.holdsCaller === true,
              ...(input.until ? { until: Number(input.until) } : {}),
            },
          },
  },
  answer: {
    idempotent: true,
    pure: true,
    run: ({ input }) => ({
      output: null,
      answer: { kind: 'response', format: 'json', body: input.value as Json },
    }),
  },
  stop: { idempotent: true, pure: true, run: ({ input }) => ({ output: input.value, stop: true }) },
}

async function effect(call: StepCall, world: World): Promise<StepResult> {
  inProgress.count++
  world.peak = Math.max(world.peak, inProgress.count)
  world.effects.push(call.idempotencyKey)
  await new Promise((resolve) => setImmediate(resolve))
  inProgress.count--
  return { output: { sent: call.input.value ?? null } }
}

/** A step host of scripted pieces: `pieceName: 'test'`, `actionName` one of the above. */
export function scriptedHost(world: World = { effects: [], peak: 0 }): StepHost & { world: World } {
  return {
    world,
    async connections(ids) {
      if (ids.includes('missing'))
        throw new CodedError('CONNECTION_NOT_FOUND', 'There is no connection "missing".')
      return Object.fromEntries(
        ids.map((id) => [
          id,
          { value: { secret_text: 'sk-very-secret-value' }, secrets: ['sk-very-secret-value'] },
        ]),
      )
    },
    prepare(step) {
      const script = step.type === 'PIECE' ? SCRIPTS[step.settings.actionName ?? ''] : undefined
      if (!script) throw new CodedError('ACTION_UNKNOWN', `no script ${step.name}`)
      const { idempotent, pure, run } = script
      return { idempotent, pure, run: (call) => run(call, world) }
    },
  }
}

/** A step of a scripted piece. */
export const scripted = (
  name: string,
  action: string,
  input: Record<string, unknown> = {},
  options: Parameters<typeof piece>[5] = {},
) => piece(name, 'test', action, input, null, options)

/** A workflow of these steps, behind a webhook. */
export const flow = (...steps: [Action, ...Action[]]): Definition =>
  definition(pieceTrigger('webhook', 'catch_webhook'), chain(...steps))

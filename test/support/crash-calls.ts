import fc from 'fast-check'
import type { Definition } from '../../src/workflow/schema.ts'
import type { Hit } from './counting-server.ts'
import { chain, code, definition, loop, piece, pieceTrigger } from './definitions.ts'

/** The workflow that crash tests kill, and what may be said of its runs afterwards. */

const ITEMS = ['a', 'b', 'c']

/** Requests of one fault-free run: a PUT, a GET that fails once, and a POST for each item. */
export const HITS_PER_RUN = ITEMS.length * 4

/** What the workflow's requests get: the first look-up of everything fails, and a charge takes its time. */
export function behaviour({ path }: Hit, nth: number) {
  if (path.startsWith('/lookup/') && nth === 1) return { status: 503 }
  return path.startsWith('/charge/') ? { delayMs: 200 } : {}
}

/** A post-call workflow with everything that a crash could spoil, against the service at `url`. */
export function fragileWorkflow(url: string): Definition {
  const item = '{{trigger.call_id}}/{{each.item}}'
  const request = (method: string, path: string) => ({ method, url: `${url}/${path}/${item}` })
  const perItem = chain(
    piece('mark', 'http', 'send_request', {
      ...request('PUT', 'mark'),
      headers: { 'Idempotency-Key': item },
    }),
    piece('lookup', 'http', 'send_request', request('GET', 'lookup'), null, {
      retry: { maxAttempts: 3, backoffSeconds: 0.5 },
    }),
    piece('charge', 'http', 'send_request', request('POST', 'charge')),
    piece('pause', 'delay', 'delayFor', { unit: 'seconds', delayFor: 1 }),
  )
  const steps = chain(
    loop('each', '{{trigger.dynamic_variables.items}}', perItem),
    code('total', 'export const code = ({ items }) => ({ count: items.length })', {
      items: '{{trigger.dynamic_variables.items}}',
    }),
    piece('keep', 'store', 'put', { key: 'total', value: '{{total.count}}', store_scope: 'RUN' }),
  )
  return { ...definition(pieceTrigger('diga', 'callFinished'), steps), displayName: 'Fragile' }
}

/** The end of a call with the items that its workflow goes through. */
export function callFinished(callId: string) {
  return {
    id: callId,
    type: 'inbound',
    status: 'completed',
    duration: 5,
    dynamic_variables: { items: ITEMS },
  }
}

/** When to kill: so long after so many requests have come in since the calls ended. */
export interface Moment {
  hits: number
  /** milliseconds */
  later: number
}

/** Moments spread evenly over the runs of `calls` calls, each a little off its place. */
export function moments(count: number, calls: number, seed: number): Moment[] {
  const offsets = fc.noBias(
    fc.record({ place: fc.integer({ min: 0, max: 99 }), later: fc.integer({ min: 0, max: 600 }) }),
  )
  return fc.sample(offsets, { seed, numRuns: count }).map(({ place, later }, index) => ({
    hits: Math.floor(((index + place / 100) / count) * HITS_PER_RUN * calls),
    later,
  }))
}

/** A step as the API shows it, as far as this matters here. */
interface StepView {
  status: string
  output: { iterations?: Record<string, StepView>[]; body?: unknown } | null
  error: { code: string } | null
}

/** A run as the API shows it. */
export interface Execution {
  id: string
  status: string
  finishTime: string
  error: { code: string } | null
  steps: Record<string, StepView>
}

/** What each step came to by its path, in words that are the same for every call. */
export function outcomes(execution: Execution, callId: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (steps: Record<string, StepView>, prefix: string) => {
    for (const [name, { status, output, error }] of Object.entries(steps)) {
      if (name === 'trigger') continue
      const value = output?.iterations?.length ?? output?.body ?? output
      found.set(
        prefix + name,
        JSON.stringify([status, error?.code ?? null, value]).replaceAll(callId, 'CALL'),
      )
      for (const [index, inner] of output?.iterations?.entries() ?? []) {
        visit(inner, `${prefix}${name}[${index}].`)
      }
    }
  }
  visit(execution.steps, '')
  return found
}

/** Paths of charges that came in more than once. */
export function repeatedCharges(hits: Hit[]): string[] {
  const charges = hits.filter(({ method }) => method === 'POST').map(({ path }) => path)
  return charges.filter((path, index) => charges.indexOf(path) !== index)
}

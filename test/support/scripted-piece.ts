import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { dropdown, dynamicFields, shortText } from '../../src/piece/fields.ts'
import { loaders } from '../../src/piece/generated/loaders.ts'
import { piece } from '../../src/piece/piece.ts'
import { type PollItem, trigger } from '../../src/piece/trigger.ts'
import type { Definition } from '../../src/workflow/schema.ts'
import { definition, piece as pieceStep, pieceTrigger } from './definitions.ts'

/** A service as a test plays it, by the name that a trigger's field "source" gives it. */
export interface Script {
  /** what there is to poll */
  items: PollItem[]
  /** what was asked of it, in order */
  calls: { part: string; [detail: string]: unknown }[]
  /** called before each answer: throws, waits, or looks at what is stored meanwhile */
  before(part: string): void | Promise<void>
}

const scripts = new Map<string, Script>()

/** The service of that name, made when first asked for. */
export function script(source: string): Script {
  const known = scripts.get(source) ?? { items: [], calls: [], before: () => undefined }
  scripts.set(source, known)
  return known
}

async function asked(source: string, part: string, details: object = {}): Promise<Script> {
  const played = script(source)
  played.calls.push({ part, ...details })
  await played.before(part)
  return played
}

const input = z.object({ source: shortText({ label: 'Source' }) })
const base = { displayName: 'Scripted', description: 'Plays what a test says.', input, sampleData: {} }
const unauthorized = () => new CodedError('WEBHOOK_UNAUTHORIZED', 'Not from the service.')
const eventsIn = (body: Json): Json[] => (isObject(body) && Array.isArray(body.events) ? body.events : [body])
const idOf = (event: Json) => (isObject(event) && typeof event.id === 'string' ? event.id : undefined)

let subscriptions = 0

const polled = trigger({
  ...base,
  name: 'polled',
  type: 'POLLING',
  async poll({ input: { source }, since, store }) {
    await store.put('polls', (Number((await store.get('polls')) ?? 0) || 0) + 1)
    return (await asked(source, 'poll', { since })).items
  },
})

const subscribed = trigger({
  ...base,
  name: 'subscribed',
  type: 'WEBHOOK',
  subscription: {
    async enable({ input: { source }, webhookUrl, secret }) {
      const id = ++subscriptions
      await asked(source, 'enable', { id, webhookUrl, secret })
      return { id }
    },
    async disable({ input: { source }, state }) {
      await asked(source, 'disable', { state })
    },
    renew: {
      everyHours: 24,
      async run({ input: { source }, state, webhookUrl }) {
        await asked(source, 'renew', { state, webhookUrl })
        return { ...(state as object), renewed: true }
      },
    },
  },
  handshake: ({ request: { queryParams } }) =>
    queryParams.challenge === undefined ? undefined : { status: 200, body: queryParams.challenge },
  verify({ headers }, _, delivery) {
    if (headers['x-secret'] !== delivery?.secret) throw unauthorized()
  },
  events: ({ request }) => eventsIn(request.body),
  eventId: idOf,
})

const listening = trigger({
  ...base,
  name: 'listening',
  type: 'APP_WEBHOOK',
  async listen({ input: { source } }) {
    await asked(source, 'listen')
    return { events: ['thing', 'other'], identifier: source }
  },
  async events({ input: { source }, request }) {
    await asked(source, 'events')
    return isObject(request.body) && request.body.isDull ? [] : [request.body]
  },
})

const open = trigger({
  ...base,
  name: 'open',
  type: 'WEBHOOK',
  input: z.object({}),
  events: ({ request }) => eventsIn(request.body),
  eventId: idOf,
})

const things = trigger({
  ...base,
  name: 'things',
  type: 'POLLING',
  input: z.object({
    source: shortText({ label: 'Source' }),
    thing: dropdown({
      label: 'Thing',
      dependsOn: ['source'],
      async options({ input: given, search }) {
        await asked(String(given.source), 'options', { search })
        return [{ value: '1', label: `${search ?? 'All'} of ${given.source}` }]
      },
    }),
    columns: dynamicFields({
      label: 'Columns',
      dependsOn: ['thing'],
      async fields({ input: given }) {
        await asked(String(given.source), 'fields')
        return z.object({ price: shortText({ label: `Price of ${given.thing}` }) })
      },
    }),
  }),
  poll: async () => [],
})

const scripted = piece({
  name: 'scripted',
  displayName: 'Scripted',
  description: 'For tests.',
  version: '0.0.1',
  categories: ['CORE'],
  connect: () => ({}) as never,
  triggers: [polled, subscribed, listening, open, things],
  appEvents: {
    verify({ headers }, secret) {
      if (headers['x-app-secret'] !== secret) throw unauthorized()
    },
    parse({ body }) {
      if (isObject(body) && typeof body.challenge === 'string') {
        return { events: [], answer: { status: 200, body: body.challenge } }
      }
      return { events: (body as { events: [] }).events, answer: { status: 202 } }
    },
  },
})

// As the generated file would have it, were the piece one of ours.
Object.assign(loaders, { scripted: async () => ({ default: scripted }) })

/** A workflow that starts with one of the scripted triggers and does nothing much. */
export function scriptedDefinition(triggerName: string, given: Record<string, unknown>): Definition {
  const nothing = pieceStep('step_1', 'data-mapper', 'advanced_mapping', { mapping: { a: '{{trigger}}' } })
  return { ...definition(pieceTrigger('scripted', triggerName, given), nothing), displayName: 'Scripted' }
}

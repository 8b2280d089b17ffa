import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type {
  Delivery,
  HandshakeAnswer,
  PollItem,
  Trigger,
  TriggerContext,
  WebhookRequest,
} from '../piece/trigger.ts'
import { payloadOf } from './app-events.ts'
import { authOf, isCredential, needsConnection } from './auth.ts'
import { baseOf, type Connecting, partsOf } from './bound.ts'
import type { InstalledPiece } from './code.ts'
import { hoursBetween } from './cron.ts'
import { type Performed, perform } from './loader.ts'
import type { TriggerData } from './piece.ts'
import { type Asks, schemaOf } from './props.ts'
import { loadMemory, type Memory, saveMemory } from './trigger-memory.ts'

type Input = Record<string, unknown>
type Context = TriggerContext<Input> & Connecting
type Hook = 'enable' | 'disable' | 'renew' | 'handshake' | 'run' | 'test'

/** What the trigger of a community piece is told of a request. */
interface More {
  webhookUrl?: string
  payload?: WebhookRequest
}

/** Items that a poll left over are dealt with before the piece is asked for more, where they are as many. */
const MANY_LEFT = 100

/** A trigger of a community piece as one of ours. */
export function triggerOf(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  data: TriggerData,
  asks: (field: string) => Asks,
): Trigger {
  const { name, displayName, description, props, sampleData = null } = data
  const hook: CallHook = (which, context, more, memory) =>
    callHook(env, piece, data, which, context as Context, more, memory)
  const base = {
    name,
    displayName,
    description,
    input: schemaOf(props, asks),
    needsConnection: needsConnection(piece.metadata, data),
    sampleData: sampleData as Json,
    ...(data.tests && { test: async (context: object) => itemsOf((await hook('test', context)).output) }),
  }
  switch (data.type) {
    case 'POLLING':
      return { ...base, type: 'POLLING', ...polling(hook, piece) }
    case 'WEBHOOK':
      // With no credentials there is nobody to register with: the open address is the whole of it.
      return {
        ...base,
        type: 'WEBHOOK',
        ...receiving(hook, data),
        ...(authOf(piece.metadata).length === 0 ? {} : subscribing(hook, data)),
      }
    case 'APP_WEBHOOK':
      return { ...base, type: 'APP_WEBHOOK', ...receiving(hook, data), ...listening(hook, piece) }
    case 'MANUAL':
      return { ...base, type: 'MANUAL' }
  }
}

type CallHook = (which: Hook, context: object, more?: More, memory?: Memory) => Promise<Performed>

async function callHook(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  data: TriggerData,
  hook: Hook,
  context: Context,
  { webhookUrl = '', payload }: More = {},
  kept?: Memory,
): Promise<Performed> {
  const { connection, input, store, signal } = context
  const memory = kept ?? (await loadMemory(store, piece))
  const performed = await perform(env.LOADER, piece, {
    task: 'hook',
    asked: {
      ...baseOf(env, connection),
      name: data.name,
      hook,
      input: withConnection(data, input, connection?.value),
      webhookUrl,
      ...(payload && { payload: payloadOf(payload) }),
    },
    host: partsOf(env, piece, { signal, note: () => undefined, store: memory.store }),
    signal,
  })
  if (!kept) await saveMemory(store, piece, memory)
  return performed
}

/** A piece that polls keeps its own memory of what it saw. See `trigger-memory.ts` for what a crash leaves of it. */
function polling(hook: CallHook, piece: InstalledPiece) {
  return {
    watch: {
      start: async (context: object) => {
        const { schedule } = (await hook('enable', context)).said
        return schedule && { cron: schedule.cron, zone: schedule.timezone }
      },
      stop: async (context: object) => {
        await hook('disable', context)
      },
    },
    poll: async (context: TriggerContext<Input> & { seen?: readonly string[] }): Promise<PollItem[]> => {
      const memory = await loadMemory(context.store, piece)
      const seen = new Set(context.seen)
      const left = memory.pending.filter(({ id }) => !seen.has(id))
      if (left.length < MANY_LEFT) {
        const { output } = await hook('run', context, {}, memory)
        left.push(...itemsOf(output).map((item) => ({ id: crypto.randomUUID(), data: item })))
      }
      memory.pending = left
      await saveMemory(context.store, piece, memory)
      // A poll lists the newest first; a piece gives its items in the order their runs start.
      return left.toReversed()
    },
  }
}

/** What a piece makes of a request. */
function receiving(hook: CallHook, { handshakeConfiguration }: TriggerData) {
  const strategy = handshakeConfiguration?.strategy ?? 'NONE'
  const name = handshakeConfiguration?.paramName ?? ''
  return {
    events: async ({ request, state, ...context }: TriggerContext<Input> & Delivery<Input>) =>
      itemsOf((await hook('run', context, { payload: request, webhookUrl: addressIn(state) })).output),
    ...(strategy !== 'NONE' && {
      handshake: async ({ request, state, ...context }: TriggerContext<Input> & Delivery<Input>) => {
        if (!isHandshake(request, strategy, name)) return undefined
        const { output } = await hook('handshake', context, {
          payload: request,
          webhookUrl: addressIn(state),
        })
        return answerOf(output)
      },
    }),
  }
}

function subscribing(hook: CallHook, { renewConfiguration }: TriggerData) {
  const cron = renewConfiguration?.strategy === 'CRON' ? renewConfiguration.cronExpression : undefined
  const everyHours = cron && hoursBetween(cron)
  return {
    subscription: {
      enable: async ({ webhookUrl, ...context }: TriggerContext<Input> & { webhookUrl: string }) => {
        await hook('enable', context, { webhookUrl })
        return { webhookUrl }
      },
      disable: async ({ state, ...context }: TriggerContext<Input> & { state: Json }) => {
        await hook('disable', context, { webhookUrl: addressIn(state) })
      },
      ...(everyHours && {
        renew: {
          everyHours,
          run: async ({ webhookUrl, ...context }: TriggerContext<Input> & { webhookUrl: string }) => {
            await hook('renew', context, { webhookUrl })
            return { webhookUrl }
          },
        },
      }),
    },
  }
}

function listening(hook: CallHook, { metadata }: InstalledPiece) {
  return {
    listen: async (context: object) => {
      const { listeners } = (await hook('enable', context)).said
      if (listeners) return listeners
      const message = `${metadata.displayName} did not say which events it listens to.`
      throw new CodedError('PIECE_FAILED', message)
    },
  }
}

/** The connection also in a field of its own, where old pieces look for it. */
function withConnection(
  { props }: TriggerData,
  { auth: _, ...input }: Input,
  value: Json | undefined,
): Input {
  for (const [name, property] of Object.entries(props)) {
    if (isCredential(property)) input[name] ??= value
  }
  return input
}

const addressIn = (state: Json): string =>
  isObject(state) && typeof state.webhookUrl === 'string' ? state.webhookUrl : ''

/** A piece gives a list, each item of which is one run; old ones may give a single thing. */
const itemsOf = (output: Json): Json[] => (Array.isArray(output) ? output : output === null ? [] : [output])

function isHandshake(request: WebhookRequest, strategy: string, name: string): boolean {
  if (strategy === 'HEADER_PRESENT') return name.toLowerCase() in request.headers
  if (strategy === 'QUERY_PRESENT') return name in request.queryParams
  return strategy === 'BODY_PARAM_PRESENT' && isObject(request.body) && name in request.body
}

function answerOf(output: Json): HandshakeAnswer {
  const { status, headers, body } = isObject(output) ? output : {}
  const isText = body === undefined || typeof body === 'string'
  return {
    status: typeof status === 'number' ? status : 200,
    headers: { ...(!isText && { 'content-type': 'application/json' }), ...(isObject(headers) && headers) },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  }
}

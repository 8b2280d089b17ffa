/**
 * The program around a community piece inside its Dynamic Worker, as text because it runs there and not here. One
 * Worker serves every call of one version of a piece, also calls that overlap.
 *
 * No method rejects for the piece's fault: each answers with a Reply (loader.ts), its outcome as JSON text.
 */
export const MAIN = `
import { WorkerEntrypoint } from 'cloudflare:workers'
import { calls } from './world.js'
// Here, as the Worker starts: that is the only time at which code may be made of text, as old libraries do.
import exported from './piece.cjs'
import { pieceIn, authsOf, contextVersionOf, propertiesData } from './describe.js'
import { actionContext, authFor, baseContext, triggerContext, valuesFor } from './context.js'

let known
function loadPiece() {
  known ??= pieceIn(exported)
  return known
}

const text = (value, most) => { try { return String(value).slice(0, most) } catch { return '' } }
const field = (object, name) => { try { return object?.[name] } catch { return undefined } }

function json(value, most) {
  try {
    return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, most)
  } catch {
    return ''
  }
}

// The framework's HttpError says all in its message, and in old versions nowhere else.
function responseIn(message) {
  try {
    return typeof message === 'string' && message.startsWith('{') ? JSON.parse(message).response : undefined
  } catch {
    return undefined
  }
}

// An error as the reply tells it. Its fields are the piece's: reading them may throw.
function thrown(error, trouble) {
  const isObject = Object(error) === error
  const response = field(error, 'response') ?? responseIn(field(error, 'message'))
  const status = Number(field(response, 'status') ?? field(error, 'status') ?? field(error, 'statusCode')) || undefined
  const headers = field(response, 'headers')
  const refused = field(error, 'hostError') ?? trouble
  return {
    kind: 'thrown',
    name: isObject ? text(field(error, 'name') ?? '', 100) : '',
    message: isObject && typeof field(error, 'message') === 'string' ? text(field(error, 'message'), 4000) : json(error, 4000) || text(error, 4000),
    status,
    body: json(field(response, 'body') ?? field(response, 'data') ?? null, 4000),
    retryAfter: text(field(headers, 'retry-after') ?? '', 100) || undefined,
    refused: refused && { code: text(refused.code, 100), message: text(refused.message, 1000), retryable: refused.retryable === true },
  }
}

function outcome(value, most) {
  let output
  try {
    output = JSON.stringify(value) ?? 'null'
  } catch (error) {
    return { kind: 'not_json', message: text(field(error, 'message'), 500) }
  }
  return Buffer.byteLength(output) > most ? { kind: 'too_large' } : { kind: 'ok', output }
}

class Missing extends Error {
  name = 'Missing'
}

function partOf(piece, kind, name) {
  const part = kind === 'actions' ? piece.getAction(name) : piece.getTrigger(name)
  if (part) return part
  throw new Missing('The piece has nothing called "' + name + '"')
}

function propOf(piece, { part, name, field: at }) {
  const prop = partOf(piece, part, name).props?.[at]
  if (prop) return prop
  throw new Missing('There is no field "' + at + '"')
}

const HOOKS = {
  enable: 'onEnable', disable: 'onDisable', renew: 'onRenew', handshake: 'onHandshake', run: 'run', test: 'test',
}

const TASKS = {
  async action(piece, call) {
    const version = contextVersionOf(piece)
    const action = partOf(piece, 'actions', call.asked.name)
    // Tested alone, an action that can be tried out without doing the thing is tried out.
    const perform = call.asked.alone && action.test ? 'test' : 'run'
    return action[perform](actionContext(version, call, valuesFor(version, action.props, call.asked.input)))
  },
  async hook(piece, call) {
    const version = contextVersionOf(piece)
    const trigger = partOf(piece, 'triggers', call.asked.name)
    const context = triggerContext(version, call, valuesFor(version, trigger.props, call.asked.input))
    return trigger[HOOKS[call.asked.hook]]?.(context)
  },
  async options(piece, call) {
    const { input, search } = call.asked
    const version = contextVersionOf(piece)
    const prop = propOf(piece, call.asked)
    const context = { ...baseContext(version, call), searchValue: search, input }
    return prop.options(optionValues(piece, version, call), context)
  },
  async props(piece, call) {
    const version = contextVersionOf(piece)
    const fields = await propOf(piece, call.asked).props(optionValues(piece, version, call), baseContext(version, call))
    return propertiesData(fields)
  },
  async validate(piece, call) {
    const { auth } = call.asked
    const kind = authsOf(piece).find(({ type }) => type === auth?.type)
    // Here it is the bare secret in every version.
    return (await kind?.validate?.({ auth: authFor(null, auth), server: call.server })) ?? { valid: true }
  },
  appEvents: async (piece, call) => piece.events.parseAndReply({ payload: call.asked.payload, server: call.server }),
  verifyAppEvent: async (piece, call) =>
    piece.events.verify({ payload: call.asked.payload, webhookSecret: call.asked.secret, server: call.server }),
}

function optionValues(piece, version, call) {
  const { auth, input, part, name } = call.asked
  return { ...valuesFor(version, partOf(piece, part, name).props, input), auth: authFor(version, auth) }
}

export default class extends WorkerEntrypoint {
  async perform(task, asked, host) {
    const said = { tags: [] }
    const call = { host, asked, said, logs: [], trouble: undefined, pending: [], server: asked.server, flow: asked.flow, ended: false }
    const reply = await calls.run(call, async () => {
      try {
        const value = await TASKS[task](loadPiece(), call)
        await Promise.all(call.pending)
        return outcome(value, asked.maxBytes)
      } catch (error) {
        return thrown(error, call.trouble)
      }
    })
    call.ended = true
    return { ...reply, logs: call.logs, said: outcome(said, asked.maxBytes).output ?? '{}' }
  }
}
`

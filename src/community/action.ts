import { openDb } from '../db/client.ts'
import type { Answer } from '../engine/ports.ts'
import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import { credentialOf } from '../piece/auth.ts'
import { type Action, type ActionContext, type Wait, wait } from '../piece/piece.ts'
import { authOf, isCredential, needsConnection } from './auth.ts'
import { baseOf, keyOf, partsOf, without } from './bound.ts'
import type { InstalledPiece } from './code.ts'
import { filesIn } from './files.ts'
import { callableFlows } from './flows.ts'
import { perform } from './loader.ts'
import { REPLY_URL, replyAddressKey, withOwnApi } from './own-api.ts'
import type { ActionData } from './piece.ts'
import { type Asks, schemaOf, withNoted } from './props.ts'
import type { Said } from './reply.ts'

type Context = ActionContext<Record<string, unknown>>

/** A caller stays on the line for a wait this long, in milliseconds. */
const SHORT_MS = 10_000

/** An action of a community piece as one of ours. */
export function actionOf(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  data: ActionData,
  asks: (field: string) => Asks,
): Action {
  const { name, displayName, description, props } = data
  const kinds = needsConnection(piece.metadata, data) ? authOf(piece.metadata) : []
  return {
    name,
    displayName,
    description,
    input: schemaOf(props, asks),
    needsConnection: kinds.length > 0,
    // Pieces say so of late, for agents that call them.
    idempotent: data.aiMetadata?.idempotent === true,
    inStep: (settings) => {
      const noted = withNoted(props, settings)
      return noted && actionOf(env, piece, { ...data, props: noted }, asks)
    },
    run: async (context) => {
      if (kinds.length > 0) credentialOf(kinds, context.connection?.value, piece.metadata.displayName)
      return runAction(env, piece, data, context as Context)
    },
  }
}

async function runAction(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  data: ActionData,
  context: Context,
): Promise<unknown> {
  const { connection, signal, log, run, resume } = context
  const secrets: string[] = []
  const key = waitKey(run.path)
  const reply = (body: Json) => context.respond(without({ kind: 'response', format: 'json', body }, secrets))
  const performing = perform(env.LOADER, piece, {
    task: 'action',
    asked: {
      ...baseOf(env, connection),
      flow: { id: run.workflowId, version: { id: run.workflowId } },
      name: data.name,
      input: await filesIn(withConnection(data, context), data.props, context.services.files),
      runId: run.id,
      step: run.path,
      alone: run.alone,
      resumeUrl: context.services.resumeUrl(key),
      resume: resume && resumePayload(resume.payload),
    },
    host: partsOf(env, piece, {
      signal,
      note: log,
      keepSecrets: (more) => secrets.push(...more),
      ...inStep(env, piece, context, key, reply),
    }),
    signal,
  })
  const { output, said, logs } = await performing.catch((error: unknown) => {
    throw withoutIn(error, secrets)
  })
  for (const line of [...logs, ...said.tags.map((tag) => `tag: ${tag}`)]) log(without(line, secrets))
  if (said.response) context.respond(without(answerOf(said.response), secrets))
  if (said.pause) return pauseOf(said.pause, key)
  if (said.stop) context.stop()
  return without(output, secrets)
}

/** The parts of the host that belong to a step. */
function inStep(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  { services, run }: Context,
  key: string,
  reply: (data: Json) => void,
) {
  return {
    store: {
      // The trigger of a called workflow would have kept it there: here, every run can reply.
      get: async (scope: 'FLOW' | 'COLLECTION', name: string) =>
        name === replyAddressKey(run.id) ? REPLY_URL : services.store(scope).get(keyOf(piece, name)),
      put: (scope: 'FLOW' | 'COLLECTION', name: string, value: Json) =>
        services.store(scope).put(keyOf(piece, name), value),
      remove: async (scope: 'FLOW' | 'COLLECTION', name: string) => {
        await services.store(scope).remove(keyOf(piece, name))
      },
    },
    writeFile: async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const file = { name, contentType: 'application/octet-stream', bytes }
      return (await services.files.write(file)).url
    },
    flows: () => callableFlows(openDb(env.DB)),
    fetch: withOwnApi(async (workflowId, payload) => {
      const [callable] = await callableFlows(openDb(env.DB), workflowId)
      if (!callable) return undefined
      // A callback is the link of this very step: then the reply comes back as its event, without a request.
      const { callbackUrl, ...rest } = payload as { callbackUrl?: string }
      const replies = callbackUrl?.startsWith(services.resumeUrl(key)) === true
      const request = { workflowId, payload: rest as Json, eventId: run.idempotencyKey }
      return services.startWorkflow({ ...request, ...(replies && { replyKey: key }) })
    }, reply),
  }
}

/** One wait a step, which whoever has the link ends, or somebody who resumes the run. */
const waitKey = (path: string): string => `piece:${path}`

/** The connection also in a field of its own, where old pieces look for it. */
function withConnection({ props }: ActionData, { input, connection }: Context): Record<string, unknown> {
  const { auth: _, ...values } = input
  for (const [name, property] of Object.entries(props)) {
    if (isCredential(property)) values[name] ??= connection?.value
  }
  return values
}

/** What Activepieces calls a resume payload: the parts of the request that resumed the run. */
function resumePayload(payload: Json) {
  const isRequest = isObject(payload) && ('queryParams' in payload || 'headers' in payload)
  const request = isRequest ? payload : { body: payload }
  return { body: {}, headers: {}, queryParams: {}, ...request }
}

function pauseOf({ type, resumeDateTime }: NonNullable<Said['pause']>, key: string): Wait {
  if (type !== 'DELAY') return wait({ key, holdsCaller: false })
  const until = Date.parse(resumeDateTime ?? '')
  if (Number.isNaN(until)) {
    throw new CodedError('PIECE_FAILED', 'The piece wants to wait until a time that is none.')
  }
  return wait({ until, holdsCaller: until - Date.now() <= SHORT_MS })
}

function answerOf({ status, headers, body = {} }: NonNullable<Said['response']>): Answer {
  return {
    kind: 'response',
    format: typeof body === 'string' ? 'text' : 'json',
    body,
    ...(status !== undefined && { status }),
    ...(headers && { headers }),
  }
}

function withoutIn(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof CodedError) || secrets.length === 0) return error
  const { code, message, retryable, details } = error
  return new CodedError(code, without(message, secrets), {
    retryable,
    ...(details !== undefined && { details: without(details, secrets) }),
  })
}

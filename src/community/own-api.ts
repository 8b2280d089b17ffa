import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import type { GuestAnswer, GuestRequest } from './egress.ts'
import type { HostParts } from './host.ts'

/** The address that pieces take for Activepieces' own API. Nothing listens there: the host answers itself. */
export const OWN_API = 'https://activepieces.invalid/'

/** Where the reply to whoever called this workflow goes. */
export const REPLY_URL = `${OWN_API}v1/reply`

/** Where the published "Subflows" looks, in the store, for the address of whoever called its run. */
export const replyAddressKey = (runId: string): string => `callableFlow_${runId}`

/** Starts another workflow with a payload; undefined where it is none that others may start. */
export type StartFlow = (workflowId: string, payload: Json) => Promise<Json | undefined>

/**
 * Answers what pieces ask of Activepieces' API, which is to start another flow or to reply to one, and lets the rest
 * out. Pieces get no token for an API of ours.
 * @param reply takes what goes back to whoever called this workflow
 */
export const withOwnApi =
  (start: StartFlow, reply: (data: Json) => void) =>
  (next: HostParts['fetch']): HostParts['fetch'] =>
  async (request) => {
    if (!request.url.startsWith(OWN_API)) return next(request)
    if (request.url === REPLY_URL && request.method === 'POST') {
      const { data = null } = bodyOf(request)
      reply(data)
      return answer(200, {})
    }
    const flow = /^v1\/webhooks\/([^/?]+)/.exec(request.url.slice(OWN_API.length))?.[1]
    if (!flow || request.method !== 'POST') return answer(404, { message: 'There is no such route.' })
    const started = await start(decodeURIComponent(flow), bodyOf(request))
    return started === undefined
      ? answer(404, { message: 'There is no such flow to call.' })
      : answer(200, started)
  }

function bodyOf({ body }: GuestRequest): JsonObject {
  const value = JSON.parse(new TextDecoder().decode(body)) as Json
  return isObject(value) ? (value as JsonObject) : {}
}

function answer(status: number, body: Json): GuestAnswer {
  return {
    status,
    url: OWN_API,
    redirected: false,
    headers: [['content-type', 'application/json']],
    body: new Uint8Array(new TextEncoder().encode(JSON.stringify(body))),
  }
}

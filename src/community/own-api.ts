import type { Json } from '../json.ts'
import { isObject } from '../json.ts'
import type { GuestAnswer, GuestRequest } from './egress.ts'
import type { HostParts } from './host.ts'

/** The address that pieces take for Activepieces' own API. Nothing listens there: the host answers itself. */
export const OWN_API = 'https://activepieces.invalid/'

/** Starts another workflow with a payload; undefined where it is none that others may start. */
export type StartFlow = (workflowId: string, payload: Json) => Promise<Json | undefined>

/**
 * Answers what pieces ask of Activepieces' API, which is to start another flow, and lets the rest out.
 * Pieces get no token for an API of ours.
 */
export const withOwnApi =
  (start: StartFlow) =>
  (next: HostParts['fetch']): HostParts['fetch'] =>
  async (request) => {
    if (!request.url.startsWith(OWN_API)) return next(request)
    const flow = /^v1\/webhooks\/([^/?]+)/.exec(request.url.slice(OWN_API.length))?.[1]
    if (!flow || request.method !== 'POST') return answer(404, { message: 'There is no such route.' })
    const started = await start(decodeURIComponent(flow), bodyOf(request))
    return started === undefined
      ? answer(404, { message: 'There is no such flow to call.' })
      : answer(200, started)
  }

function bodyOf({ body }: GuestRequest): Json {
  const value = JSON.parse(new TextDecoder().decode(body)) as Json
  return isObject(value) ? (value as Json) : {}
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

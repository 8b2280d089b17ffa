import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { createPlatform, planCall } from '../../src/call/scenarios.ts'
import { playCall, type Send } from '../../src/call/simulator.ts'
import type { Json, JsonObject } from '../../src/json.ts'

/** An agent as its platform knows it. `url` is where the server is just now. */
export interface Account {
  url: string
  id: string
  bearer_secret: string
  signing_secret: string
}

/** A call that a phone rang for. */
export interface NetworkCall {
  id: string
  number: string
  /** true once its last event was accepted */
  isReported: boolean
}

/** A voice platform with its phones, in a process that outlives the server's. */
export interface PhoneNetwork {
  /** for `outbound_url` of an agent */
  url: string
  /** every request to dial, in order */
  requests: { number: string; requestId: string; status: number }[]
  /** by the id they were asked for with */
  calls: Map<string, NetworkCall>
  close(): Promise<void>
}

interface DialBody {
  to_number: string
  client_request_id: string
  dynamic_variables: JsonObject
}

const REDELIVERY_MS = 100

/**
 * Starts a platform on loopback: takes signed requests to dial, answers and plays calls as their numbers say (see
 * `call/scenarios.ts`), and sends every event until it is accepted. `GET /<client_request_id>` tells what it knows of a
 * call.
 */
export async function phoneNetwork(account: Account, ringSeconds: number): Promise<PhoneNetwork> {
  const platform = createPlatform()
  const requests: PhoneNetwork['requests'] = []
  const calls: PhoneNetwork['calls'] = new Map()
  const closed = new AbortController()

  const send: Send = async (path, body) => {
    while (!closed.signal.aborted) {
      const response = await post(account, path, body).catch(() => undefined)
      if (response && response.status < 500) return response
      await sleep(REDELIVERY_MS)
    }
    throw new Error('The network is closed.')
  }

  async function play(id: string, { to_number, dynamic_variables, client_request_id }: DialBody) {
    const call = { id, number: to_number, isReported: false }
    calls.set(client_request_id, call)
    const played = {
      callId: id,
      type: 'outbound' as const,
      phoneNumber: to_number,
      dynamicVariables: dynamic_variables,
      clientRequestId: client_request_id,
      tools: [],
    }
    const plan = planCall(to_number, dynamic_variables, ringSeconds)
    for await (const { what } of playCall(played, send, { plan, sleep })) {
      call.isReported = what === 'call-finished'
    }
  }

  function dial(body: DialBody): { status: number; answer: object } {
    const { to_number: number, client_request_id: requestId, dynamic_variables } = body
    const { status, isPlaced } = platform.answer(planCall(number, dynamic_variables), number, requestId)
    requests.push({ number, requestId, status })
    const id = calls.get(requestId)?.id ?? `call_${calls.size + 1}`
    if (isPlaced && !calls.has(requestId)) void play(id, body).catch(() => undefined)
    return { status, answer: status === 201 ? { id } : { message: 'As the number asked.' } }
  }

  const server = createServer(async (request, response) => {
    const known = calls.get(decodeURIComponent(request.url ?? '').slice(1))
    if (request.method === 'GET') return void response.writeHead(known ? 200 : 404).end(JSON.stringify(known))
    const headers = request.headers as Record<string, string>
    const body = new Webhook(account.signing_secret).verify(await text(request), headers) as DialBody
    const { status, answer } = dial(body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    calls,
    async close() {
      closed.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function post({ url, id, bearer_secret }: Account, path: string, body: JsonObject) {
  const response = await fetch(`${url}/hooks/generic/${id}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer_secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, runIds: [], body: (await response.json()) as Json }
}

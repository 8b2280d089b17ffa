import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json as readJson } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallOutcome } from '../../src/call/result.ts'

/** A voice platform on loopback, with a telephone network behind it that keeps its own books. */

/** What happens to one request. Times are milliseconds. */
export interface PhoneFate {
  /** how the request is answered; `dropped` closes the connection */
  answer: 'ok' | 429 | 500 | 'dropped'
  answerMs: number
  rings: boolean
  outcome: CallOutcome
  callMs: number
  /** how often the end is told */
  tellings: number
  /** whether the end is told under our id as well */
  namesRequest: boolean
}

/** A request to dial, as the network saw it. */
export interface PhoneCall {
  requestId: string
  number: string
  fate: PhoneFate
  callId: string
  at: number
  endedAt: number | null
  /** how often its end was taken */
  taken: number
}

const END_REASONS: Record<CallOutcome, string> = {
  answered: 'user_hangup',
  voicemail: 'voicemail_left',
  no_answer: 'no_answer',
  busy: 'busy',
  canceled: 'canceled',
  failed: 'call_error',
}

/** How often a platform tells an end again that was not taken. */
const TELL_AGAIN_MS = 300

/**
 * @param fateOf of the nth request for a number, from 1
 * @param hook where ends are told: address and bearer secret; the address may change as servers come and go
 */
export async function randomNetwork(
  fateOf: (number: string, nth: number) => PhoneFate,
  hook: () => { url: string; secret: string },
) {
  const calls: PhoneCall[] = []
  let isClosed = false

  async function end(call: PhoneCall): Promise<void> {
    await sleep(call.fate.callMs)
    call.endedAt = Date.now()
    for (let n = 0; n < call.fate.tellings; n++) await tell(call)
  }

  async function tell(call: PhoneCall): Promise<void> {
    const { outcome, namesRequest } = call.fate
    const talked = outcome === 'answered' || outcome === 'voicemail'
    const body = {
      id: call.callId,
      type: 'outbound',
      status: 'completed',
      end_reason: END_REASONS[outcome],
      duration: talked ? 3 : 0,
      ...(namesRequest ? { client_request_id: call.requestId } : {}),
    }
    while (!isClosed) {
      const { url, secret } = hook()
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
        () => null,
      )
      await answer?.body?.cancel()
      if (answer?.ok) {
        call.taken++
        return
      }
      await sleep(TELL_AGAIN_MS)
    }
  }

  async function dial(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readJson(request)) as { client_request_id: string; to_number: string }
    const number = body.to_number
    const fate = fateOf(number, calls.filter((call) => call.number === number).length + 1)
    const call = {
      requestId: body.client_request_id,
      number,
      fate,
      callId: `call_${calls.length}`,
      at: Date.now(),
      endedAt: null,
      taken: 0,
    }
    calls.push(call)
    if (fate.rings) void end(call)
    await sleep(fate.answerMs)
    if (fate.answer === 'dropped') request.socket.destroy()
    else if (fate.answer === 'ok') send(response, 201, { id: call.callId })
    else
      send(response, fate.answer, { message: 'not now' }, fate.answer === 429 ? { 'retry-after': '1' } : {})
  }

  const server = createServer((request, response) => {
    if (request.method === 'POST') return void dial(request, response).catch(() => response.destroy())
    const requestId = decodeURIComponent(request.url?.split('/').at(-1) ?? '')
    const call = calls.find((each) => each.requestId === requestId && each.fate.rings)
    send(response, 200, call ? { placed: true, id: call.callId } : { placed: false })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls`,
    calls,
    async close(): Promise<void> {
      isClosed = true
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

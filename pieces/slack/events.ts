import { createHmac } from 'node:crypto'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import type { AppEvents } from '../../src/piece/piece.ts'
import { sameText } from '../../src/piece/same-text.ts'

/** Slack refuses to be replayed after five minutes; so do we. Seconds. */
const MAX_AGE = 300

/** Slack's Events API: signed with the app's signing secret (v0 scheme), one address for all workspaces. */
export const events: AppEvents = {
  verify({ headers, rawBody }, secret) {
    const timestamp = headers['x-slack-request-timestamp'] ?? ''
    const age = Math.abs(Date.now() / 1000 - Number(timestamp))
    const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')
    const isRight = sameText(headers['x-slack-signature'], `v0=${expected}`)
    if (!isRight || !(age <= MAX_AGE)) {
      throw new CodedError('WEBHOOK_UNAUTHORIZED', "Slack's signature is missing, wrong or too old.")
    }
  },
  parse({ body }) {
    if (!isObject(body)) return { events: [] }
    if (body.type === 'url_verification') {
      const answer = { status: 200, headers: { 'content-type': 'text/plain' }, body: String(body.challenge) }
      return { events: [], answer }
    }
    const { event, team_id: team, event_id: id } = body
    if (!isObject(event)) return { events: [] }
    const found = { event: String(event.type), identifier: String(team), id: String(id), data: event as Json }
    return { events: [found], answer: { status: 200 } }
  },
}

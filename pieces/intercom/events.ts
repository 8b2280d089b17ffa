import { createHmac } from 'node:crypto'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import type { AppEvents } from '../../src/piece/piece.ts'
import { sameText } from '../../src/piece/same-text.ts'

/** Intercom's notifications: signed with the app's client secret, one address for all workspaces. */
export const events: AppEvents = {
  // https://developers.intercom.com/docs/webhooks/webhook-notifications: HMAC-SHA1 of the body.
  verify({ headers, rawBody }, secret) {
    const right = `sha1=${createHmac('sha1', secret).update(rawBody).digest('hex')}`
    if (!sameText(headers['x-hub-signature'], right)) {
      throw new CodedError('WEBHOOK_UNAUTHORIZED', "Intercom's signature is missing or wrong.")
    }
  },
  parse({ body }) {
    // A ping tries out the address; it is of no workspace's doing.
    if (!isObject(body) || body.type !== 'notification_event' || body.topic === 'ping') {
      return { events: [], answer: { status: 200 } }
    }
    const { topic, app_id, id } = body
    const event = { event: String(topic), identifier: String(app_id), data: body as Json }
    return {
      events: [{ ...event, ...(typeof id === 'string' && { id }) }],
      answer: { status: 200 },
    }
  },
}

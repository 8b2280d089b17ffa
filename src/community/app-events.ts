import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { AppEvents, ParsedEvents } from '../piece/piece.ts'
import type { WebhookRequest } from '../piece/trigger.ts'
import type { Ask } from './options.ts'

/** How a community piece reads what its app sends to the one address for all events. */
export function appEventsOf(ask: Ask): AppEvents {
  return {
    async verify(request, secret) {
      const { output } = await ask({}, 'verifyAppEvent', { payload: payloadOf(request), secret })
      if (output === true) return
      const message = 'The request is not signed with the secret of the app: check it in the settings.'
      throw new CodedError('WEBHOOK_UNAUTHORIZED', message)
    },
    async parse(request) {
      const { output } = await ask({}, 'appEvents', { payload: payloadOf(request) })
      return parsed(output, request.body)
    },
  }
}

function parsed(output: Json, data: Json): ParsedEvents {
  const { event, identifierValue, reply } = isObject(output) ? output : {}
  const events =
    typeof event === 'string' && identifierValue !== undefined
      ? [{ event, identifier: String(identifierValue), data }]
      : []
  if (!isObject(reply)) return { events }
  const { headers, body } = reply
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    events,
    answer: {
      status: 200,
      ...(isObject(headers) && { headers: headers as Record<string, string> }),
      ...(text !== undefined && { body: text }),
    },
  }
}

/** A request as pieces get it: the raw body as text. */
export const payloadOf = ({ method, headers, queryParams, body, rawBody }: WebhookRequest) => ({
  method,
  headers,
  queryParams,
  body,
  rawBody: new TextDecoder().decode(rawBody),
})

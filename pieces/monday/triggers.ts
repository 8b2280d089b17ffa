import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { Delivery, Subscription, WebhookRequest } from '../../src/piece/trigger.ts'
import { requireToken, withToken } from '../_webhooks/proof.ts'
import { plainValues } from './columns.ts'
import { board, column, workspace } from './inputs.ts'
import { readItem } from './items.ts'
import { ask, monday, read } from './service.ts'

const Created = z.object({ create_webhook: z.object({ id: z.string() }) })
const State = z.object({ id: z.string() })

function subscriptionTo<I extends { board_id: string }>(
  event: string,
  config?: (input: I) => object,
): Subscription<I, { http: ServiceHttp }> {
  return {
    async enable({ http, input, webhookUrl, secret }) {
      const query = `mutation ($board: ID!, $url: String!, $event: WebhookEventType!, $config: JSON) {
        create_webhook(board_id: $board, url: $url, event: $event, config: $config) { id }
      }`
      const variables = {
        board: input.board_id,
        url: withToken(webhookUrl, secret),
        event,
        ...(config && { config: JSON.stringify(config(input)) }),
      }
      const { create_webhook } = await read(http, query, variables, Created)
      return { id: create_webhook.id }
    },
    async disable({ http, state }) {
      const { id } = State.parse(state)
      await ask(http, 'mutation ($id: ID!) { delete_webhook(id: $id) { id } }', { id })
    },
  }
}

/** monday.com signs only what it sends to apps; so the address holds a secret of ours. */
const verify = (request: WebhookRequest, _input: unknown, delivery?: Delivery<unknown>) =>
  requireToken('monday.com', request, delivery)

/** monday.com sends a challenge and wants to see it back before it keeps a webhook. */
function handshake({ request: { body } }: { request: WebhookRequest }) {
  if (!isObject(body) || body.challenge === undefined) return undefined
  const headers = { 'content-type': 'application/json' }
  return { status: 200, headers, body: JSON.stringify({ challenge: body.challenge }) }
}

function eventId(payload: Json): string | undefined {
  const event = isObject(payload) && isObject(payload.event) ? payload.event : {}
  return typeof event.triggerUuid === 'string' ? event.triggerUuid : undefined
}

/** An item was made. */
export const newItem = monday.trigger({
  name: 'monday_new_item_in_board',
  displayName: 'New item',
  description: 'Starts when an item is added to a board.',
  type: 'WEBHOOK',
  input: z.object({ workspace_id: workspace(), board_id: board() }),
  sampleData: {
    event: {
      type: 'create_pulse',
      boardId: 1771812698,
      groupId: 'topics',
      pulseId: 1772099344,
      pulseName: 'Ana Ruiz',
      triggerTime: '2026-05-01T09:30:00.000Z',
      triggerUuid: 'b5ed2e17c530f43668de130142445cba',
    },
    columnValues: { phone: '+34600000000', status: 'To call' },
  },
  subscription: subscriptionTo('create_item'),
  verify,
  handshake,
  async events({ http, request: { body } }) {
    if (!isObject(body) || !isObject(body.event)) return []
    const item = await readItem(http, String(body.event.pulseId))
    return [{ ...body, columnValues: item ? plainValues(item.column_values) : {} } as Json]
  },
  eventId,
})

/** A column was changed. */
export const columnUpdated = monday.trigger({
  name: 'monday_specific_column_updated',
  displayName: 'Column changed',
  description: 'Starts when a column of any item of a board changes, such as its status.',
  type: 'WEBHOOK',
  input: z.object({ workspace_id: workspace(), board_id: board(), column_id: column('Column') }),
  sampleData: {
    event: {
      type: 'update_column_value',
      boardId: 1771812698,
      pulseId: 1772099344,
      pulseName: 'Ana Ruiz',
      columnId: 'status',
      columnType: 'color',
      columnTitle: 'Status',
      value: { label: { index: 1, text: 'Done' } },
      previousValue: { label: { index: 0, text: 'To call' } },
      triggerTime: '2026-05-01T09:30:00.000Z',
      triggerUuid: '72a1ec82ea678e03b55b050711b71e9d',
    },
  },
  subscription: subscriptionTo(
    'change_specific_column_value',
    (input: { board_id: string; column_id: string }) => ({
      columnId: input.column_id,
    }),
  ),
  verify,
  handshake,
  events: ({ request: { body } }) => (isObject(body) && isObject(body.event) ? [body] : []),
  eventId,
})

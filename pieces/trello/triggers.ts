import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { Delivery, Subscription, WebhookRequest } from '../../src/piece/trigger.ts'
import { requireSignature, requireToken, withToken } from '../_webhooks/proof.ts'
import { board, list, optionalList } from './inputs.ts'
import { trello } from './service.ts'

/** Actions that bring a card into being. */
const CREATING: readonly string[] = ['createCard', 'copyCard', 'emailCard', 'convertToCardFromCheckItem']
/** Cards given to try a workflow with. */
const SAMPLES = 5

const Webhook = z.object({ id: z.string(), callbackURL: z.string() })
const Action = z.object({
  action: z.looseObject({
    id: z.string(),
    type: z.string(),
    data: z.object({
      card: z.object({ id: z.string() }).optional(),
      list: z.object({ id: z.string() }).optional(),
      listBefore: z.object({ id: z.string() }).optional(),
      listAfter: z.object({ id: z.string() }).optional(),
    }),
  }),
})
type Action = z.output<typeof Action>['action']

const secret = () =>
  secretText({
    label: "Your Power-Up's secret",
    description: 'From its page "API key". With it, Trello’s signature is checked too.',
    required: false,
  })

const subscriptionTo = <I>(modelOf: (input: I) => string): Subscription<I, { http: ServiceHttp }> => ({
  async enable({ http, input, webhookUrl, secret }) {
    const callbackURL = withToken(webhookUrl, secret)
    const query = { callbackURL, idModel: modelOf(input), description: 'Patchcord' }
    const { id } = await http.post('/1/webhooks/', { query, answer: Webhook.pick({ id: true }) })
    return { id, callbackURL }
  },
  async disable({ http, state }) {
    await http.delete(at`/1/webhooks/${Webhook.parse(state).id}`)
  },
})

/**
 * The address holds a secret, as Trello signs with one that only the owner of the API key knows. Where that is given,
 * the signature counts too: https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks
 */
function verify(
  request: WebhookRequest,
  { secret }: { secret?: string },
  delivery?: Delivery<unknown>,
): void {
  requireToken('Trello', request, delivery)
  if (!secret) return
  const { callbackURL } = Webhook.parse(delivery?.state)
  const expected = createHmac('sha1', secret).update(request.rawBody).update(callbackURL).digest('base64')
  requireSignature('Trello', request.headers['x-trello-webhook'], expected)
}

/** Trello asks for the address with HEAD before it keeps a webhook. */
const handshake = ({ request }: { request: WebhookRequest }) =>
  request.method === 'HEAD' ? { status: 200 } : undefined

/** The action of a request, and the card it is about as it is now. */
async function cardOf(http: ServiceHttp, request: WebhookRequest, isWanted: (action: Action) => boolean) {
  const { data } = Action.safeParse(request.body)
  const id = data?.action.data.card?.id
  if (!data || !id || !isWanted(data.action)) return []
  const card = await http.get(at`/1/cards/${id}`)
  return isObject(card) ? [{ ...card, action: data.action } as Json] : []
}

const actionId = (event: Json) => {
  const action = isObject(event) ? event.action : undefined
  return isObject(action) ? String(action.id) : undefined
}

async function latest(http: ServiceHttp, path: string): Promise<Json[]> {
  const cards = await http.get(path, { answer: z.array(z.looseObject({ dateLastActivity: z.string() })) })
  const byTime = cards.sort((a, b) => b.dateLastActivity.localeCompare(a.dateLastActivity))
  return byTime.slice(0, SAMPLES) as unknown as Json[]
}

const sampleData = {
  id: '6651d6d6298164adb4a598b6',
  name: 'Call Ana back',
  desc: 'Asked for a quote.',
  closed: false,
  due: null,
  idBoard: '6639c3a2f9a2ecd2b53adcc4',
  idList: '6639c3a342f39d7f6ff9e9b0',
  idLabels: [],
  shortUrl: 'https://trello.com/c/57tgmppm',
  dateLastActivity: '2026-05-01T09:30:00.000Z',
}

/** A card was made. */
export const newCard = trello.trigger({
  name: 'new_card',
  displayName: 'New card',
  description: 'Starts when a card is made on a board, or in one of its lists.',
  type: 'WEBHOOK',
  input: z.object({ board_id: board(), list_id_opt: optionalList(), secret: secret() }),
  sampleData,
  subscription: subscriptionTo(
    (input: { board_id: string; list_id_opt?: string }) => input.list_id_opt ?? input.board_id,
  ),
  verify,
  handshake,
  events: ({ http, input, request }) =>
    cardOf(http, request, ({ type, data }) => {
      const isThere = !input.list_id_opt || data.list?.id === input.list_id_opt
      return CREATING.includes(type) && isThere
    }),
  eventId: actionId,
  test: ({ http, input }) =>
    latest(
      http,
      input.list_id_opt ? at`/1/lists/${input.list_id_opt}/cards` : at`/1/boards/${input.board_id}/cards`,
    ),
})

/** A card came into a list. */
export const cardMoved = trello.trigger({
  name: 'card_moved_to_list',
  displayName: 'Card moved to a list',
  description: 'Starts when a card comes into a list from another one.',
  type: 'WEBHOOK',
  input: z.object({ board_id: board(), list_id: list(), secret: secret() }),
  sampleData,
  subscription: subscriptionTo((input: { list_id: string }) => input.list_id),
  verify,
  handshake,
  events: ({ http, input, request }) =>
    cardOf(http, request, ({ data: { listBefore, listAfter } }) => {
      return listAfter?.id === input.list_id && listBefore !== undefined && listBefore.id !== listAfter.id
    }),
  eventId: actionId,
  test: ({ http, input }) => latest(http, at`/1/lists/${input.list_id}/cards`),
})

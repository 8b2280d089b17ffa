import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/fields.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import { messagesIn } from './incoming.ts'
import { anyBusinessNumber } from './inputs.ts'
import { whatsapp } from './service.ts'

const plain = { 'content-type': 'text/plain' }

/** Somebody wrote. Meta knows one address for each business account. */
export const newIncomingMessage = whatsapp.trigger({
  name: 'new_incoming_message',
  displayName: 'New incoming message',
  description:
    'Starts for every message to the business, reactions aside. One workflow can listen to a business account.',
  type: 'WEBHOOK',
  input: z.object({
    app_secret: secretText({
      label: 'App secret',
      description:
        'Your app at developers.facebook.com › App settings › Basic. There also subscribe to the webhook field "messages".',
    }),
    phone_number_id: anyBusinessNumber(),
  }),
  sampleData: {
    message_id: 'wamid.HBgLMzQ2MDAwMDAwMDAVAgASGBQzQTAwMDAwMDAwMDAwMDAwMDAwMAA=',
    from: '34600000000',
    contact_name: 'Ana',
    timestamp: '1714556800',
    received_at: '2024-05-01T09:46:40.000Z',
    type: 'text',
    phone_number_id: '100000000000001',
    text: 'Can somebody call me back?',
  },
  subscription: {
    async enable({ http, auth, webhookUrl, secret }) {
      const id = auth.fields.businessAccountId
      const json = { override_callback_uri: webhookUrl, verify_token: secret }
      await http.post(at`/${id}/subscribed_apps`, { json })
      return { businessAccountId: id }
    },
    async disable({ http, state }) {
      const id = String(isObject(state) ? state.businessAccountId : '')
      // Subscribing anew without an address of its own: the app goes on hearing at the one in its settings.
      await http.post(at`/${id}/subscribed_apps`)
    },
  },
  handshake({ request: { method, queryParams }, secret }) {
    if (method !== 'GET') return undefined
    const isOurs = sameText(queryParams['hub.verify_token'], secret)
    if (!isOurs) return { status: 403, headers: plain, body: 'This is not the token.' }
    return { status: 200, headers: plain, body: queryParams['hub.challenge'] ?? '' }
  },
  verify({ headers, rawBody }, { app_secret }) {
    const signature = createHmac('sha256', app_secret).update(rawBody).digest('hex')
    if (sameText(headers['x-hub-signature-256'], `sha256=${signature}`)) return
    throw new CodedError('WEBHOOK_UNAUTHORIZED', 'The signature in X-Hub-Signature-256 is missing or wrong.')
  },
  events: ({ input: { phone_number_id: number }, request }) =>
    messagesIn(request.body).filter((each) => !number || each.phone_number_id === number),
  eventId: (event: Json) => (isObject(event) ? String(event.message_id) : undefined),
})

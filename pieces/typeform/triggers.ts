import { createHash, createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { at } from '../../src/piece/service-http.ts'
import { requireSignature } from '../_webhooks/proof.ts'
import { withFields } from './answers.ts'
import { form, readResponses } from './forms.ts'
import { typeform } from './service.ts'

/** Responses given to try a workflow with. */
const SAMPLES = 5
const TAG_LENGTH = 16

const State = z.object({ tag: z.string() })

/** A form was filled in. */
export const newSubmission = typeform.trigger({
  name: 'new_submission',
  displayName: 'New response',
  description: 'Starts when a form is submitted.',
  type: 'WEBHOOK',
  input: z.object({ form_id: form() }),
  sampleData: {
    form_id: 'lT4Z3j',
    token: 'a3a12ec67a1365927098a606107fac15',
    landed_at: '2026-05-01T09:28:00Z',
    submitted_at: '2026-05-01T09:30:00Z',
    definition: {
      id: 'lT4Z3j',
      title: 'Call me',
      fields: [{ id: 'DlXFaesGBpoF', title: 'Name', type: 'short_text' }],
    },
    answers: [
      { type: 'text', text: 'Ana Ruiz', field: { id: 'DlXFaesGBpoF', type: 'short_text', ref: 'name' } },
    ],
    fields: { Name: 'Ana Ruiz' },
  },
  subscription: {
    async enable({ http, input, webhookUrl, secret }) {
      // The same address has the same tag, so that trying again replaces the webhook instead of adding one.
      const tag = `patchcord-${createHash('sha256').update(webhookUrl).digest('hex').slice(0, TAG_LENGTH)}`
      await http.put(at`/forms/${input.form_id}/webhooks/${tag}`, {
        json: { url: webhookUrl, enabled: true, secret, verify_ssl: true },
      })
      return { tag }
    },
    async disable({ http, input, state }) {
      await http.delete(at`/forms/${input.form_id}/webhooks/${State.parse(state).tag}`)
    },
  },
  /** https://www.typeform.com/developers/webhooks/secure-your-webhooks/ */
  verify({ headers, rawBody }, _input, delivery) {
    if (!delivery?.secret) {
      throw new CodedError('WEBHOOK_UNAUTHORIZED', 'Typeform was not given the secret of this trigger.')
    }
    const expected = createHmac('sha256', delivery.secret).update(rawBody).digest('base64')
    requireSignature('Typeform', headers['typeform-signature'], `sha256=${expected}`)
  },
  events({ request: { body } }) {
    if (!isObject(body) || !isObject(body.form_response)) return []
    return [withFields(body.form_response) as Json]
  },
  eventId: (response) => (isObject(response) ? String(response.token) : undefined),
  async test({ http, input }) {
    const { items } = await readResponses(http, input.form_id, { page_size: SAMPLES })
    return items as Json[]
  },
})

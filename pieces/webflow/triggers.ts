import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { requireSignature, requireToken, withToken } from '../_webhooks/proof.ts'
import { site } from './inputs.ts'
import { webflow } from './service.ts'

/** Webflow advises to refuse what was sent longer ago. Milliseconds. */
const MAX_AGE = 300_000

const State = z.object({ id: z.string(), secretKey: z.string().optional() })

/** Somebody sent a form. */
export const newSubmission = webflow.trigger({
  name: 'new_submission',
  displayName: 'New form submission',
  description: 'Starts when somebody sends a form of the site.',
  type: 'WEBHOOK',
  input: z.object({
    site_id: site(),
    formName: shortText({ label: 'Only of the form', description: 'Its name.', required: false }),
  }),
  sampleData: {
    id: '6321ca84df3949bfc6752327',
    name: 'Call me back',
    siteId: '62749158efef318abc8d5a0f',
    formId: '65429eadebe8a9f3a30f62d0',
    data: { Name: 'Ana Ruiz', Phone: '+34600000000' },
    submittedAt: '2026-01-15T10:00:00.000Z',
  },
  subscription: {
    async enable({ http, input: { site_id, formName }, webhookUrl, secret }) {
      const filter = formName ? { name: formName } : undefined
      const json = { triggerType: 'form_submission', url: withToken(webhookUrl, secret), filter }
      return http.post(at`/sites/${site_id}/webhooks`, { json, answer: State })
    },
    async disable({ http, state }) {
      await http.delete(at`/webhooks/${State.parse(state).id}`)
    },
  },
  /**
   * The address holds a secret, as webhooks of an OAuth app are signed with what only the app's owner knows. Where
   * Webflow gave a key with the webhook, the signature counts too
   * (https://developers.webflow.com/data/docs/working-with-webhooks).
   */
  verify(request, _input, delivery) {
    requireToken('Webflow', request, delivery)
    const state = State.safeParse(delivery?.state)
    const key = state.success ? state.data.secretKey : undefined
    if (!key) return
    const { headers, rawBody } = request
    const time = headers['x-webflow-timestamp'] ?? ''
    const expected = createHmac('sha256', key).update(`${time}:`).update(rawBody).digest('hex')
    requireSignature('Webflow', headers['x-webflow-signature'], expected)
    if (!(Math.abs(Date.now() - Number(time)) <= MAX_AGE)) {
      throw new CodedError('WEBHOOK_UNAUTHORIZED', "Webflow's request is too old.")
    }
  },
  events({ input: { formName }, request: { body } }) {
    if (!isObject(body) || body.triggerType !== 'form_submission' || !isObject(body.payload)) return []
    return formName && body.payload.name !== formName ? [] : [body.payload as Json]
  },
  eventId: (submission) => (isObject(submission) && submission.id ? String(submission.id) : undefined),
  async test({ http, input }) {
    const Submissions = z.object({ formSubmissions: z.array(z.json()) })
    const Forms = z.object({ forms: z.array(z.object({ id: z.string(), displayName: z.string() })) })
    const { forms } = await http.get(at`/sites/${input.site_id}/forms`, { answer: Forms })
    const form = forms.find(({ displayName }) => !input.formName || displayName === input.formName)
    if (!form) return []
    const path = at`/forms/${form.id}/submissions`
    return (await http.get(path, { query: { limit: 5 }, answer: Submissions })).formSubmissions as Json[]
  },
})

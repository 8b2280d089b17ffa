import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { at } from '../../src/piece/service-http.ts'
import { requireToken, withToken } from '../_webhooks/proof.ts'
import { form, readSubmission } from './forms.ts'
import { jotform } from './service.ts'
import { plainAnswers } from './submissions.ts'

const State = z.object({ webhookURL: z.string() })
const Webhooks = z.object({ content: z.union([z.record(z.string(), z.string()), z.array(z.string())]) })

/** A question's text as a name: `your_message`. */
const snakeCase = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')

/** A form was filled in. */
export const newSubmission = jotform.trigger({
  name: 'new_submission',
  displayName: 'New submission',
  description:
    'Starts when a form is submitted. Answers stand under the text of their question: your_message.',
  type: 'WEBHOOK',
  input: z.object({ formId: form() }),
  sampleData: {
    form_id: '31751954731962',
    submission_id: '237955080346633702',
    ip: '203.0.113.7',
    type: 'WEB',
    pretty: 'Name:Ana Ruiz, Phone:+34600000000',
    name: 'Ana Ruiz',
    phone: '+34600000000',
  },
  subscription: {
    async enable({ http, input, webhookUrl, secret }) {
      const webhookURL = withToken(webhookUrl, secret)
      await http.post(at`/form/${input.formId}/webhooks`, { form: { webhookURL } })
      return { webhookURL }
    },
    async disable({ http, input, state }) {
      const { webhookURL } = State.parse(state)
      const { content } = await http.get(at`/form/${input.formId}/webhooks`, { answer: Webhooks })
      // Jotform counts its webhooks anew with each change, so the id is only known now.
      const id = Object.entries(content).find(([, url]) => url === webhookURL)?.[0]
      if (id !== undefined) await http.delete(at`/form/${input.formId}/webhooks/${id}`)
    },
  },
  /** Jotform signs nothing; so the address holds a secret of ours. */
  verify: (request, _input, delivery) => requireToken('Jotform', request, delivery),
  async events({ http, request: { body } }) {
    if (!isObject(body) || body.submissionID === undefined) return []
    // What is sent names questions by their place; the submission itself has their texts.
    const submission = await readSubmission(http, String(body.submissionID))
    const { formID, submissionID, ip = null, type = null, pretty = null } = body
    const about = { form_id: formID ?? null, submission_id: submissionID, ip, type, pretty }
    return [{ ...plainAnswers(submission, snakeCase), ...about } as Json]
  },
  eventId: (event) => (isObject(event) ? String(event.submission_id) : undefined),
})

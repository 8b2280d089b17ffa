import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { requireSignature, secretOf } from '../_webhooks/proof.ts'
import { anyTeam } from './inputs.ts'
import { ask, linear } from './service.ts'

/** Linear advises to refuse what was sent longer ago. Milliseconds. */
const MAX_AGE = 60_000

const Made = z.object({ webhookCreate: z.object({ webhook: z.object({ id: z.string() }) }) })
const State = z.object({ id: z.string() })

const SAMPLES = {
  Issue: {
    id: '2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9',
    identifier: 'ENG-123',
    title: 'The line drops',
    description: 'After a minute.',
    priority: 2,
    priorityLabel: 'High',
    state: { id: 'b1', name: 'Todo', type: 'unstarted' },
    team: { id: 't1', key: 'ENG', name: 'Engineering' },
    url: 'https://linear.app/acme/issue/ENG-123',
    createdAt: '2026-01-15T10:00:00.000Z',
  },
  Comment: {
    id: '3f1c2b4e-0d0a-4a56-9a0f-0a6f0f7e3a11',
    body: 'Which line?',
    issueId: '2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9',
    createdAt: '2026-01-15T10:05:00.000Z',
  },
  Project: {
    id: '9b5c1a7d-5b0d-4b7e-8d52-3c9a86a5d0f0',
    name: 'Better lines',
    state: 'planned',
    url: 'https://linear.app/acme/project/better-lines',
    createdAt: '2026-01-15T10:00:00.000Z',
  },
}

const ACTIONS = {
  create: { name: 'new', title: 'New', what: 'is made' },
  update: { name: 'updated', title: 'Changed', what: 'changes' },
  remove: { name: 'removed', title: 'Removed', what: 'is removed' },
}

function objectTrigger(type: keyof typeof SAMPLES, action: keyof typeof ACTIONS) {
  const { name, title, what } = ACTIONS[action]
  const kind = type.toLowerCase()
  return linear.trigger({
    name: `${name}_${kind}`,
    displayName: `${title} ${kind}`,
    description: `Starts when ${kind === 'issue' ? 'an' : 'a'} ${kind} ${what}.`,
    type: 'WEBHOOK',
    input: z.object({ team_id: anyTeam() }),
    sampleData: SAMPLES[type],
    subscription: {
      async enable({ http, input: { team_id: teamId }, webhookUrl: url, secret }) {
        const query = `mutation ($input: WebhookCreateInput!) {
          webhookCreate(input: $input) { success webhook { id } }
        }`
        const where = teamId ? { teamId } : { allPublicTeams: true }
        const input = { url, secret, label: `Patchcord: ${title} ${kind}`, resourceTypes: [type], ...where }
        return (await ask(http, query, { input }, Made)).webhookCreate.webhook
      },
      async disable({ http, state }) {
        const query = 'mutation ($id: String!) { webhookDelete(id: $id) { success } }'
        await ask(http, query, State.parse(state))
      },
    },
    // https://linear.app/developers/webhooks#securing-webhooks
    verify({ headers, rawBody, body }, _input, delivery) {
      const expected = createHmac('sha256', secretOf('Linear', delivery)).update(rawBody).digest('hex')
      requireSignature('Linear', delivery?.secret ? headers['linear-signature'] : undefined, expected)
      const sent = isObject(body) ? Number(body.webhookTimestamp) : Number.NaN
      if (!(Math.abs(Date.now() - sent) <= MAX_AGE)) {
        throw new CodedError('WEBHOOK_UNAUTHORIZED', "Linear's request is too old.")
      }
    },
    events: ({ request: { body } }) =>
      isObject(body) && body.type === type && body.action === action ? [body.data as Json] : [],
    eventId: (object) => (action === 'update' || !isObject(object) ? undefined : String(object.id)),
  })
}

/** The triggers: what can happen to what. */
export const triggers = [
  objectTrigger('Issue', 'create'),
  objectTrigger('Issue', 'update'),
  objectTrigger('Issue', 'remove'),
  objectTrigger('Comment', 'create'),
  objectTrigger('Project', 'create'),
  objectTrigger('Project', 'update'),
  objectTrigger('Project', 'remove'),
]

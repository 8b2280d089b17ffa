import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { WebhookRequest } from '../../src/piece/trigger.ts'
import { secretOf } from '../_webhooks/proof.ts'
import { stage } from './inputs.ts'
import { pipedrive } from './service.ts'

/** Pipedrive signs nothing; it shows a user and a password that it was given. */
const USER = 'patchcord'

const Webhook = z.object({ data: z.object({ id: z.number() }) })
const State = z.object({ id: z.number() })

const changed = { owner_id: 8877, add_time: '2026-05-29T04:21:51Z', update_time: '2026-05-29T04:21:51Z' }
const deal = {
  id: 1,
  title: 'Solar roof',
  person_id: 1101,
  org_id: 5,
  pipeline_id: 1,
  stage_id: 2,
  status: 'open',
  value: 5000,
  currency: 'EUR',
  ...changed,
}
const SAMPLES = {
  person: {
    id: 1101,
    name: 'Ana Ruiz',
    emails: [{ value: 'ana@example.com', primary: true, label: 'work' }],
    phones: [{ value: '+34600000001', primary: true, label: 'work' }],
    org_id: 5,
    ...changed,
  },
  organization: { id: 5, name: 'Acme', address: { value: 'Calle Mayor 1, Vigo' }, ...changed },
  deal,
  lead: { id: 'f08b42a0-4e75-11ea-9643-03698ef1cfd6', title: 'Solar roof', person_id: 1101, ...changed },
  activity: { id: 8, subject: 'Call back', type: 'call', due_date: '2026-06-01', deal_id: 1, ...changed },
  note: { id: 3, content: 'Wants an offer', deal_id: 1, ...changed },
}

function verify({ headers }: WebhookRequest, secret: string) {
  const right = `Basic ${Buffer.from(`${USER}:${secret}`).toString('base64')}`
  if (!sameText(headers.authorization, right)) {
    throw new CodedError(
      'WEBHOOK_UNAUTHORIZED',
      'The request does not show the password Pipedrive was given.',
    )
  }
}

interface Wanted {
  name: string
  displayName: string
  description: string
  entity: 'person' | 'organization' | 'deal' | 'lead' | 'activity' | 'note'
  action: 'create' | 'change'
}

const recordTrigger = ({ name, displayName, description, entity, action }: Wanted) =>
  pipedrive.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData: { ...SAMPLES[entity], previous: null },
    ...webhook(entity, action),
    events: ({ request }) => recordOf(request.body),
  })

/** What all webhooks have in common. */
const webhook = (entity: Wanted['entity'], action: Wanted['action']) => ({
  verify(request: WebhookRequest, _input: unknown, delivery?: { secret: string }) {
    verify(request, secretOf('Pipedrive', delivery))
  },
  subscription: {
    async enable({ http, webhookUrl, secret }: Enabling) {
      const json = {
        subscription_url: webhookUrl,
        event_object: entity,
        event_action: action,
        name: `Patchcord: ${entity} ${action}`,
        version: '2.0',
        http_auth_user: USER,
        http_auth_password: secret,
      }
      const { data } = await http.post('/v1/webhooks', { json, answer: Webhook })
      return { id: data.id }
    },
    async disable({ http, state }: { http: ServiceHttp; state: Json }) {
      await http.delete(at`/v1/webhooks/${State.parse(state).id}`)
    },
  },
  // A record is made once; each of its changes has a time of its own.
  eventId(event: Json) {
    if (!isObject(event) || event.id === undefined) return undefined
    return action === 'create' ? `${event.id}` : `${event.id}:${event.update_time}`
  },
})

interface Enabling {
  http: ServiceHttp
  webhookUrl: string
  secret: string
}

/** The record as it is now; `previous` holds what was changed. Pipedrive's webhooks, version 2. */
function recordOf(body: Json): Json[] {
  if (!isObject(body) || !isObject(body.data)) return []
  return [{ ...body.data, previous: body.previous ?? null }]
}

const dealStageChanged = pipedrive.trigger({
  name: 'updated-deal-stage',
  displayName: 'Deal came to a stage',
  description: 'Starts when a deal is moved to another stage: any, or the one that is chosen.',
  type: 'WEBHOOK',
  input: z.object({ stage_id: stage() }),
  sampleData: { ...deal, previous: { stage_id: 1 } },
  ...webhook('deal', 'change'),
  events: ({ request, input }) =>
    recordOf(request.body).filter((now) => {
      if (!isObject(now) || !isObject(now.previous) || now.previous.stage_id === undefined) return false
      const isMoved = now.previous.stage_id !== now.stage_id
      return isMoved && (!input.stage_id || String(now.stage_id) === input.stage_id)
    }),
})

export const triggers = [
  recordTrigger({
    name: 'new_person',
    displayName: 'New person',
    description: 'Starts for every new person.',
    entity: 'person',
    action: 'create',
  }),
  recordTrigger({
    name: 'updated_person',
    displayName: 'Changed person',
    description: 'Starts whenever a person is changed.',
    entity: 'person',
    action: 'change',
  }),
  recordTrigger({
    name: 'new-organization',
    displayName: 'New organization',
    description: 'Starts for every new organization.',
    entity: 'organization',
    action: 'create',
  }),
  recordTrigger({
    name: 'new_deal',
    displayName: 'New deal',
    description: 'Starts for every new deal.',
    entity: 'deal',
    action: 'create',
  }),
  recordTrigger({
    name: 'updated_deal',
    displayName: 'Changed deal',
    description: 'Starts whenever a deal is changed.',
    entity: 'deal',
    action: 'change',
  }),
  dealStageChanged,
  recordTrigger({
    name: 'new-lead',
    displayName: 'New lead',
    description: 'Starts for every new lead.',
    entity: 'lead',
    action: 'create',
  }),
  recordTrigger({
    name: 'new_activity',
    displayName: 'New activity',
    description: 'Starts for every new activity.',
    entity: 'activity',
    action: 'create',
  }),
  recordTrigger({
    name: 'new-note',
    displayName: 'New note',
    description: 'Starts for every new note.',
    entity: 'note',
    action: 'create',
  }),
]

import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { at } from '../../src/piece/service-http.ts'
import { requireToken, withToken } from '../_webhooks/proof.ts'
import { nestedForm } from './nested-form.ts'
import { activeCampaign } from './service.ts'

/** Who may have made a change: people on your pages, colleagues, programs, or ActiveCampaign itself. */
const SOURCES = ['public', 'admin', 'api', 'system']

const Webhook = z.object({ webhook: z.object({ id: z.string() }) })
const State = z.object({ id: z.string() })

const idOf = (part: Json | undefined) => (isObject(part ?? null) ? (part as { id?: Json }).id : undefined)

const changeTrigger = (name: string, displayName: string, description: string, events: readonly string[]) =>
  activeCampaign.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData: {
      type: events[0] ?? '',
      date_time: '2026-02-28T07:04:13-06:00',
      initiated_from: 'admin',
      initiated_by: 'admin',
      list: '0',
      contact: {
        id: '3',
        email: 'ana@example.com',
        first_name: 'Ana',
        last_name: 'Ruiz',
        phone: '+34600000001',
        tags: 'customer, solar',
      },
    },
    verify(request, _input, delivery) {
      requireToken('ActiveCampaign', request, delivery)
    },
    subscription: {
      async enable({ http, webhookUrl, secret }) {
        const url = withToken(webhookUrl, secret)
        const webhook = { name: `Patchcord: ${displayName}`, url, events, sources: SOURCES }
        const answer = await http.post('/webhooks', { json: { webhook }, answer: Webhook })
        return { id: answer.webhook.id }
      },
      async disable({ http, state }) {
        await http.delete(at`/webhooks/${State.parse(state).id}`)
      },
    },
    // It is sent as a form, whose names nest.
    events: ({ request }) => [nestedForm(new TextDecoder().decode(request.rawBody))],
    // ActiveCampaign gives its events no id; a repeat has the same time.
    eventId(event) {
      if (!isObject(event) || event.date_time === undefined) return undefined
      const of = [idOf(event.contact), idOf(event.deal), idOf(event.note), event.tag]
      return [event.type, event.date_time, ...of.map((each) => each ?? '')].join(':')
    },
  })

export const triggers = [
  changeTrigger('activecampaign_new_contact', 'New contact', 'Starts when a contact is added.', [
    'subscribe',
  ]),
  changeTrigger('activecampaign_updated_contact', 'Changed contact', 'Starts when a contact is changed.', [
    'update',
  ]),
  changeTrigger(
    'activecampaign_new_tag_added_or_removed_from_contact',
    'Tag added or removed',
    'Starts when a tag is added to a contact or taken off.',
    ['contact_tag_added', 'contact_tag_removed'],
  ),
  changeTrigger(
    'activecampaign_new_deal_added_or_updated',
    'New or changed deal',
    'Starts when a deal is made or changed.',
    ['deal_add', 'deal_update'],
  ),
]

import * as z from 'zod'
import { choice, dropdown, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { contact, pipelines, stages, users } from './inputs.ts'
import { activeCampaign } from './service.ts'

const CENTS = 100

const dealFields = {
  description: longText({ label: 'Description', required: false }),
  account: shortText({ label: 'Account', description: 'The id of a company.', required: false }),
  owner: dropdown({ label: 'Owner', required: false, options: users }),
  percent: number({ label: 'Probability in percent', required: false, min: 0, max: 100 }),
  status: choice({
    label: 'Status',
    required: false,
    choices: [
      { value: 0, label: 'Open' },
      { value: 1, label: 'Won' },
      { value: 2, label: 'Lost' },
    ],
  }),
}

/** ActiveCampaign counts money in cents. */
const inCents = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * CENTS))

const createDeal = activeCampaign.action({
  name: 'activecampaign_create_deal',
  displayName: 'Create a deal',
  description: 'Makes a deal in a stage of a pipeline.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    contact: contact(),
    value: number({ label: 'Value' }),
    currency: shortText({ label: 'Currency', defaultValue: 'eur' }),
    group: dropdown({ label: 'Pipeline', options: pipelines }),
    stage: dropdown({ label: 'Stage', dependsOn: ['group'], options: stages }),
    ...dealFields,
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/deals', { json: { deal: { ...input, value: inCents(input.value) } } }),
})

const updateDeal = activeCampaign.action({
  name: 'activecampaign_update_deal',
  displayName: 'Change a deal',
  description: 'Changes a deal or moves it. What is left empty stays as it is.',
  input: z.object({
    dealId: shortText({ label: 'Deal', description: 'Its id.' }),
    title: shortText({ label: 'Title', required: false }),
    value: number({ label: 'Value', required: false }),
    currency: shortText({ label: 'Currency', required: false }),
    group: dropdown({ label: 'Pipeline', required: false, options: pipelines }),
    stage: dropdown({ label: 'Stage', required: false, dependsOn: ['group'], options: stages }),
    ...dealFields,
  }),
  idempotent: true,
  run: ({ input: { dealId, ...deal }, http }) =>
    http.put(at`/deals/${dealId}`, { json: { deal: { ...deal, value: inCents(deal.value) } } }),
})

const MAX_FOUND = 100

const findDeals = activeCampaign.action({
  name: 'activecampaign_find_deals',
  displayName: 'Find deals',
  description: 'The deals in whose title, contact or account a text stands.',
  input: z.object({
    search: shortText({ label: 'Text' }),
    search_field: choice({
      label: 'Look in',
      defaultValue: 'all',
      choices: [
        { value: 'all', label: 'All of them' },
        { value: 'title', label: 'Title' },
        { value: 'contact', label: 'Contact' },
        { value: 'org', label: 'Account' },
      ],
    }),
    limit: number({ label: 'At most', defaultValue: 20, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/deals', {
      query: {
        'filters[search]': input.search,
        'filters[search_field]': input.search_field,
        limit: input.limit,
      },
    }),
})

const addNote = activeCampaign.action({
  name: 'activecampaign_add_note_to_deal',
  displayName: 'Add a note to a deal',
  description: 'Writes a note to a deal.',
  input: z.object({
    dealId: shortText({ label: 'Deal', description: 'Its id.' }),
    note: longText({ label: 'Note' }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/deals/${input.dealId}/notes`, { json: { note: { note: input.note } } }),
})

export const deals = [createDeal, updateDeal, findDeals, addNote]

import * as z from 'zod'
import { checkbox, choice, dateTime, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import {
  anyOrganization,
  anyPerson,
  asCustomFields,
  customFields,
  day,
  deal,
  id,
  labels,
  owner,
  person,
  pipeline,
  stage,
} from './inputs.ts'
import { pipedrive } from './service.ts'

const status = () =>
  choice({
    label: 'Status',
    required: false,
    choices: [
      { value: 'open', label: 'Open' },
      { value: 'won', label: 'Won' },
      { value: 'lost', label: 'Lost' },
    ],
  })

const dealFields = {
  dealValue: number({ label: 'Value', required: false }),
  dealValueCurrency: shortText({ label: 'Currency', description: 'Such as EUR.', required: false }),
  pipelineId: pipeline(),
  stageId: stage(),
  status: status(),
  lostReason: shortText({ label: 'Why it was lost', required: false }),
  personId: anyPerson(),
  organizationId: anyOrganization(),
  ownerId: owner(),
  labelIds: labels('dealFields'),
  probability: number({ label: 'Probability in percent', required: false, min: 0, max: 100 }),
  expectedCloseDate: dateTime({ label: 'Expected to close', required: false }),
  customfields: customFields('dealFields'),
}
const DealInput = z.object({ title: shortText({ label: 'Title', required: false }), ...dealFields })

const dealJson = (input: z.output<typeof DealInput>) => ({
  title: input.title,
  value: input.dealValue,
  currency: input.dealValueCurrency,
  pipeline_id: id(input.pipelineId),
  stage_id: id(input.stageId),
  status: input.status,
  lost_reason: input.lostReason,
  person_id: id(input.personId),
  org_id: id(input.organizationId),
  owner_id: id(input.ownerId),
  label_ids: input.labelIds?.map(Number),
  probability: input.probability,
  expected_close_date: day(input.expectedCloseDate),
  custom_fields: asCustomFields(input.customfields),
})

const createDeal = pipedrive.action({
  name: 'create-deal',
  displayName: 'Create a deal',
  description: 'Makes a new deal.',
  input: z.object({ title: shortText({ label: 'Title' }), ...dealFields }),
  idempotent: false,
  run: ({ input, http }) => http.post('/api/v2/deals', { json: dealJson(input) }),
})

const updateDeal = pipedrive.action({
  name: 'update-deal',
  displayName: 'Change a deal',
  description: 'Changes a deal or moves it. What is left empty stays as it is.',
  input: z.object({ dealId: deal(), ...DealInput.shape }),
  idempotent: true,
  run: ({ input, http }) => http.patch(at`/api/v2/deals/${input.dealId}`, { json: dealJson(input) }),
})

const getDeal = pipedrive.action({
  name: 'get-deal',
  displayName: 'Get a deal',
  description: 'Reads a deal.',
  input: z.object({ dealId: deal() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/api/v2/deals/${input.dealId}`),
})

/** Pipedrive finds at most this many at once. */
const MAX_FOUND = 100

const searchDeals = pipedrive.action({
  name: 'search-deals',
  displayName: 'Find deals',
  description: 'The deals in whose fields these words stand.',
  input: z.object({
    term: shortText({ label: 'Words' }),
    exactMatch: checkbox({ label: 'The whole field', defaultValue: false }),
    personId: anyPerson(),
    organizationId: anyOrganization(),
    status: status(),
    limit: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/api/v2/deals/search', {
      query: {
        term: input.term,
        exact_match: input.exactMatch,
        person_id: input.personId,
        organization_id: input.organizationId,
        status: input.status,
        limit: input.limit,
      },
    }),
})

const listPersonDeals = pipedrive.action({
  name: 'find-deals-associated-with-person',
  displayName: 'List the deals of a person',
  description: 'The deals of a person, the latest change first.',
  input: z.object({
    personId: person(),
    status: status(),
    limit: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: 500 }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/api/v2/deals', {
      query: {
        person_id: input.personId,
        status: input.status,
        sort_by: 'update_time',
        sort_direction: 'desc',
        limit: input.limit,
      },
    }),
})

/** What can be done with deals. */
export const deals = [createDeal, updateDeal, getDeal, searchDeals, listPersonDeals]

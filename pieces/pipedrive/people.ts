import * as z from 'zod'
import { checkbox, choices, list, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import {
  anyOrganization,
  asCustomFields,
  customFields,
  id,
  labels,
  organization,
  owner,
  person,
} from './inputs.ts'
import { pipedrive } from './service.ts'

const personFields = {
  name: shortText({ label: 'Name', required: false }),
  firstName: shortText({ label: 'First name', description: 'In place of the name.', required: false }),
  lastName: shortText({ label: 'Last name', required: false }),
  email: list({ label: 'E-mails', description: 'The first one is the main one.', required: false }),
  phone: list({ label: 'Phone numbers', description: 'The first one is the main one.', required: false }),
  organizationId: anyOrganization(),
  ownerId: owner(),
  labelIds: labels('personFields'),
  customfields: customFields('personFields'),
}
const PersonInput = z.object(personFields)

const ways = (values: unknown[] | undefined) =>
  values?.map((value, index) => ({ value: String(value), label: 'work', primary: index === 0 }))

const personJson = (input: z.output<typeof PersonInput>) => ({
  name: input.name ?? ([input.firstName, input.lastName].filter(Boolean).join(' ') || undefined),
  emails: ways(input.email),
  phones: ways(input.phone),
  org_id: id(input.organizationId),
  owner_id: id(input.ownerId),
  label_ids: input.labelIds?.map(Number),
  custom_fields: asCustomFields(input.customfields),
})

const createPerson = pipedrive.action({
  name: 'create-person',
  displayName: 'Create a person',
  description: 'Makes a new person.',
  input: PersonInput,
  idempotent: false,
  run: ({ input, http }) => http.post('/api/v2/persons', { json: personJson(input) }),
})

const updatePerson = pipedrive.action({
  name: 'update-person',
  displayName: 'Change a person',
  description: 'Changes a person. What is left empty stays as it is.',
  input: z.object({ personId: person(), ...personFields }),
  idempotent: true,
  run: ({ input, http }) => http.patch(at`/api/v2/persons/${input.personId}`, { json: personJson(input) }),
})

const getPerson = pipedrive.action({
  name: 'get-person',
  displayName: 'Get a person',
  description: 'Reads a person.',
  input: z.object({ personId: person() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/api/v2/persons/${input.personId}`),
})

/** Pipedrive finds at most this many at once. */
const MAX_FOUND = 100

const searchPersons = pipedrive.action({
  name: 'search-persons',
  displayName: 'Find people',
  description: 'The people in whose fields these words stand.',
  input: z.object({
    term: shortText({ label: 'Words', description: 'Such as a phone number.' }),
    fields: choices({
      label: 'Look in',
      required: false,
      choices: [
        { value: 'name', label: 'Name' },
        { value: 'email', label: 'E-mail' },
        { value: 'phone', label: 'Phone' },
        { value: 'notes', label: 'Notes' },
        { value: 'custom_fields', label: 'Custom fields' },
      ],
    }),
    exactMatch: checkbox({ label: 'The whole field', defaultValue: false }),
    organizationId: anyOrganization(),
    limit: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/api/v2/persons/search', {
      query: {
        term: input.term,
        fields: input.fields?.join(),
        exact_match: input.exactMatch,
        organization_id: input.organizationId,
        limit: input.limit,
      },
    }),
})

const organizationFields = {
  ownerId: owner(),
  address: shortText({ label: 'Address', required: false }),
  labelIds: labels('organizationFields'),
  customfields: customFields('organizationFields'),
}
const OrganizationInput = z.object({
  name: shortText({ label: 'Name', required: false }),
  ...organizationFields,
})

const organizationJson = (input: z.output<typeof OrganizationInput>) => ({
  name: input.name,
  owner_id: id(input.ownerId),
  address: input.address === undefined ? undefined : { value: input.address },
  label_ids: input.labelIds?.map(Number),
  custom_fields: asCustomFields(input.customfields),
})

const createOrganization = pipedrive.action({
  name: 'create-organization',
  displayName: 'Create an organization',
  description: 'Makes a new organization.',
  input: z.object({ name: shortText({ label: 'Name' }), ...organizationFields }),
  idempotent: false,
  run: ({ input, http }) => http.post('/api/v2/organizations', { json: organizationJson(input) }),
})

const updateOrganization = pipedrive.action({
  name: 'update-organization',
  displayName: 'Change an organization',
  description: 'Changes an organization. What is left empty stays as it is.',
  input: z.object({ organizationId: organization(), ...OrganizationInput.shape }),
  idempotent: true,
  run: ({ input, http }) =>
    http.patch(at`/api/v2/organizations/${input.organizationId}`, { json: organizationJson(input) }),
})

const searchOrganizations = pipedrive.action({
  name: 'search-organizations',
  displayName: 'Find organizations',
  description: 'The organizations in whose fields these words stand.',
  input: z.object({
    term: shortText({ label: 'Words' }),
    exactMatch: checkbox({ label: 'The whole field', defaultValue: false }),
    limit: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/api/v2/organizations/search', {
      query: { term: input.term, exact_match: input.exactMatch, limit: input.limit },
    }),
})

/** What can be done with people and organizations. */
export const people = [
  createPerson,
  updatePerson,
  getPerson,
  searchPersons,
  createOrganization,
  updateOrganization,
  searchOrganizations,
]

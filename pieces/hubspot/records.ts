import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import { choice, dropdown, json, list, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { asProperties, listProperties, moreProperties, objectProperties } from './inputs.ts'
import { COMPANY, CONTACT, DEAL, type Kind, TICKET } from './kinds.ts'
import { hubspot } from './service.ts'

/** Most that one search gives. */
const MAX_FOUND = 200

const propertyNames = (kind: Kind, more: readonly string[] = []) => [
  ...new Set([...kind.properties, ...more]),
]

const makeRecord = (kind: Kind) =>
  hubspot.action({
    name: `create-${kind.word}`,
    displayName: `Create a ${kind.word}`,
    description: `Makes a new ${kind.word}.`,
    input: z.object({ objectProperties: objectProperties(kind) }),
    idempotent: false,
    run: ({ input, http }) =>
      http.post(at`/crm/v3/objects/${kind.type}`, {
        json: { properties: asProperties(input.objectProperties ?? {}) },
      }),
  })

const changeRecord = (kind: Kind) => {
  const idField = `${kind.word}Id`
  return hubspot.action({
    name: `update-${kind.word}`,
    displayName: `Change a ${kind.word}`,
    description: `Sets properties of a ${kind.word}. What is left empty stays as it is.`,
    input: z.object({
      [idField]: shortText({ label: `Id of the ${kind.word}` }),
      objectProperties: objectProperties(kind),
    }),
    idempotent: true,
    run: ({ input, http }) =>
      http.patch(at`/crm/v3/objects/${kind.type}/${String(input[idField])}`, {
        json: { properties: asProperties((input.objectProperties ?? {}) as Record<string, unknown>) },
      }),
  })
}

const readRecord = (kind: Kind) => {
  const idField = `${kind.word}Id`
  return hubspot.action({
    name: `get-${kind.word}`,
    displayName: `Get a ${kind.word}`,
    description: `Reads a ${kind.word} by its id.`,
    input: z.object({
      [idField]: shortText({ label: `Id of the ${kind.word}` }),
      additionalPropertiesToRetrieve: moreProperties(kind),
    }),
    idempotent: true,
    run: ({ input, http }) => {
      const more = input.additionalPropertiesToRetrieve as string[] | undefined
      return http.get(at`/crm/v3/objects/${kind.type}/${String(input[idField])}`, {
        query: { properties: propertyNames(kind, more).join() },
      })
    },
  })
}

const findRecords = (kind: Kind) =>
  hubspot.action({
    name: `find-${kind.word}`,
    displayName: `Find a ${kind.word}`,
    description: `The records (${kind.type}) whose properties have exactly these values; none is no error.`,
    input: z.object({
      firstSearchPropertyName: dropdown({ label: 'Property', options: listProperties(kind) }),
      firstSearchPropertyValue: shortText({ label: 'Its value' }),
      secondSearchPropertyName: dropdown({
        label: 'And another property',
        required: false,
        options: listProperties(kind),
      }),
      secondSearchPropertyValue: shortText({ label: 'Its value', required: false }),
      additionalPropertiesToRetrieve: moreProperties(kind),
      limit: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: MAX_FOUND }),
    }),
    idempotent: true,
    run({ input, http }) {
      const pairs = [
        [input.firstSearchPropertyName, input.firstSearchPropertyValue],
        [input.secondSearchPropertyName, input.secondSearchPropertyValue],
      ]
      const filters = pairs.flatMap(([propertyName, value]) =>
        propertyName && value ? [{ propertyName, operator: 'EQ', value }] : [],
      )
      return http.post(at`/crm/v3/objects/${kind.type}/search`, {
        json: {
          filterGroups: [{ filters }],
          properties: propertyNames(kind, input.additionalPropertiesToRetrieve),
          limit: input.limit,
        },
      })
    },
  })

const createOrUpdateContact = hubspot.action({
  name: 'create-or-update-contact',
  displayName: 'Create or change a contact',
  description: 'Changes the contact with this e-mail address, or makes it where there is none.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    objectProperties: objectProperties(CONTACT, ['email']),
  }),
  idempotent: true,
  run({ input: { email, objectProperties }, http }) {
    const properties = asProperties(objectProperties ?? {})
    const change = () =>
      http.patch(at`/crm/v3/objects/contacts/${email}`, {
        query: { idProperty: 'email' },
        json: { properties },
      })
    const make = () =>
      http.post('/crm/v3/objects/contacts', { json: { properties: { ...properties, email } } })
    // Somebody else may make it in between.
    return unless('RESOURCE_NOT_FOUND', change, () => unless('CONFLICT', make, change))
  },
})

/** What `attempt` gives, unless it fails with this code: then what `otherwise` gives. */
async function unless<T>(code: string, attempt: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!isCoded(error) || error.code !== code) throw error
    return otherwise()
  }
}

const searchObjects = hubspot.action({
  name: 'search_objects',
  displayName: 'Search records',
  description: 'Searches any kind of record by words, by filters, or by both.',
  input: z.object({
    objectType: shortText({ label: 'Kind of record', description: 'Such as contacts, deals or notes.' }),
    query: shortText({ label: 'Words', required: false }),
    filterGroups: json({
      label: 'Filter groups',
      description:
        'As HubSpot’s search takes them: [{"filters":[{"propertyName":…,"operator":…,"value":…}]}]',
      required: false,
    }),
    properties: list({ label: 'Properties to read', description: 'Their names.', required: false }),
    sortPropertyName: shortText({ label: 'Sort by', description: 'Name of a property.', required: false }),
    sortDirection: choice({
      label: 'Order',
      defaultValue: 'DESCENDING',
      choices: [
        { value: 'DESCENDING', label: 'Highest first' },
        { value: 'ASCENDING', label: 'Lowest first' },
      ],
    }),
    limit: number({ label: 'At most', defaultValue: 10, min: 1, max: MAX_FOUND }),
    after: shortText({
      label: 'After',
      description: 'paging.next.after of the page before.',
      required: false,
    }),
  }),
  idempotent: true,
  run: ({ input: { objectType, sortPropertyName, sortDirection, properties, ...search }, http }) =>
    http.post(at`/crm/v3/objects/${objectType}/search`, {
      json: {
        ...search,
        properties: properties?.map(String),
        // HubSpot's short form of a sort: the name, after a minus for descending.
        sorts: sortPropertyName && [`${sortDirection === 'DESCENDING' ? '-' : ''}${sortPropertyName}`],
      },
    }),
})

/** What can be done with records of any kind. Deals and tickets are made and changed in `pipelined.ts`. */
export const records = [
  makeRecord(CONTACT),
  createOrUpdateContact,
  ...[changeRecord, readRecord, findRecords].map((make) => make(CONTACT)),
  ...[makeRecord, changeRecord, readRecord, findRecords].map((make) => make(COMPANY)),
  ...[readRecord, findRecords].flatMap((make) => [make(DEAL), make(TICKET)]),
  searchObjects,
]

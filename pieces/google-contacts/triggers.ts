import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { listItems } from '../_google/pages.ts'
import { PERSON_FIELDS, Person } from './person.ts'
import { contacts } from './service.ts'

/**
 * Most contacts looked at in one poll, those changed last first. In an account with more, a change can bring an old
 * contact among them, which then looks new.
 */
const MAX_CONTACTS = 1000

async function latest(http: ServiceHttp) {
  const found = await listItems(http, '/people/me/connections', {
    in: 'connections',
    item: Person,
    query: {
      personFields: PERSON_FIELDS,
      sortOrder: 'LAST_MODIFIED_DESCENDING',
      pageSize: MAX_CONTACTS,
    },
    limit: MAX_CONTACTS,
  })
  return found.filter(({ metadata }) => !metadata?.deleted)
}

const sampleData = {
  resourceName: 'people/c4278485694217203807',
  etag: '%EiMBAgMFBgc=',
  metadata: { sources: [{ type: 'CONTACT', updateTime: '2026-02-03T11:36:36.000Z' }] },
  names: [{ displayName: 'Ana Ruiz', givenName: 'Ana', familyName: 'Ruiz' }],
  emailAddresses: [{ value: 'ana@example.com' }],
  phoneNumbers: [{ value: '+34 600 000 001', canonicalForm: '+34600000001' }],
}

/** When a contact was changed last; a person may have other sources, such as a public profile. */
function changedAt({ metadata }: z.output<typeof Person>): string | undefined {
  const sources = metadata?.sources ?? []
  return (sources.find(({ type }) => type === 'CONTACT') ?? sources[0])?.updateTime
}

/** A contact was added. */
export const newContact = contacts.trigger({
  name: 'new_contact',
  displayName: 'New contact',
  description: 'Starts for every person that is added to the contacts.',
  type: 'POLLING',
  input: z.object({}),
  sampleData,
  // Google doesn't tell when a contact was made, so `at` stays out: a change must not make an old one look new.
  async poll({ http }) {
    return (await latest(http)).map((person) => ({ id: person.resourceName, data: person as Json }))
  },
})

/** A contact was added or changed. */
export const changedContact = contacts.trigger({
  name: 'new_or_updated_contact',
  displayName: 'New or changed contact',
  description: 'Starts for every person that is added to the contacts, and each time one is changed.',
  type: 'POLLING',
  input: z.object({}),
  sampleData,
  async poll({ http }) {
    return (await latest(http)).map((person) => {
      const changed = changedAt(person)
      return {
        id: `${person.resourceName}@${changed ?? person.etag}`,
        ...(changed && { at: Date.parse(changed) }),
        data: person as Json,
      }
    })
  },
})

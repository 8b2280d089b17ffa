import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { longText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { object } from './inputs.ts'
import { API, salesforce } from './service.ts'
import { nameOf } from './soql.ts'

/** All fields of a record can only be asked for of this many: SOQL's rule for FIELDS(ALL). */
const MAX_FOUND = 200

const Found = z.object({
  records: z.array(
    z.looseObject({ Id: z.string(), CreatedDate: z.string(), LastModifiedDate: z.string().optional() }),
  ),
})

/** Where nothing was seen yet, the newest records; else those since then, the oldest first. */
async function recordsSince(
  http: ServiceHttp,
  from: string,
  by: 'CreatedDate' | 'LastModifiedDate',
  { since, conditions }: { since: number | undefined; conditions?: string | undefined },
) {
  const later = since === undefined ? undefined : `${by} >= ${new Date(since).toISOString()}`
  const where = [later, conditions && `(${conditions})`].filter(Boolean).join(' AND ')
  const order = since === undefined ? 'DESC' : 'ASC'
  const q = `SELECT FIELDS(ALL) FROM ${nameOf('object', from)}${where && ` WHERE ${where}`} ORDER BY ${by} ${order} LIMIT ${MAX_FOUND}`
  return (await http.get(`${API}/query`, { query: { q }, answer: Found })).records
}

const asNew = (records: z.infer<typeof Found>['records']): PollItem[] =>
  records.map((record) => ({
    id: record.Id,
    at: Date.parse(record.CreatedDate),
    data: record as Json,
  }))

const conditions = () =>
  longText({
    label: 'Only where',
    description: "A condition in SOQL: Status = 'Open'",
    required: false,
  })

const sample = {
  Id: '00Q7Q000003x4aXUAQ',
  LastName: 'Ruiz',
  Company: 'ACME',
  CreatedDate: '2026-03-10T12:00:00.000+0000',
  LastModifiedDate: '2026-03-10T12:00:00.000+0000',
}

const newRecord = salesforce.trigger({
  name: 'new_record',
  displayName: 'New record',
  description: 'Starts for every new record of an object.',
  type: 'POLLING',
  input: z.object({ object: object(), conditions: conditions() }),
  sampleData: sample,
  poll: async ({ http, input, since }) =>
    asNew(await recordsSince(http, input.object, 'CreatedDate', { since, conditions: input.conditions })),
})

const changedRecord = salesforce.trigger({
  name: 'new_or_updated_record',
  displayName: 'New or changed record',
  description: 'Starts whenever a record of an object is made or changed.',
  type: 'POLLING',
  input: z.object({ object: object(), conditions: conditions() }),
  sampleData: sample,
  async poll({ http, input, since }) {
    const wanted = { since, conditions: input.conditions }
    const records = await recordsSince(http, input.object, 'LastModifiedDate', wanted)
    return records.map((record) => {
      const at = Date.parse(record.LastModifiedDate ?? record.CreatedDate)
      return { id: `${record.Id}:${at}`, at, data: record as Json }
    })
  },
})

const newOf = (name: string, from: string, label: string) =>
  salesforce.trigger({
    name,
    displayName: `New ${label}`,
    description: `Starts for every new ${label}.`,
    type: 'POLLING',
    input: z.object({}),
    sampleData: sample,
    poll: async ({ http, since }) => asNew(await recordsSince(http, from, 'CreatedDate', { since })),
  })

export const triggers = [
  newRecord,
  changedRecord,
  newOf('new_lead', 'Lead', 'lead'),
  newOf('new_contact', 'Contact', 'contact'),
]

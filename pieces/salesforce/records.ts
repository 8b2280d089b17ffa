import * as z from 'zod'
import { list, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { asFields, externalField, object, recordFields, searchField } from './inputs.ts'
import { API, salesforce } from './service.ts'
import { nameOf, quoted } from './soql.ts'

/** All fields of a record can only be asked for of this many: SOQL's rule for FIELDS(ALL). */
const MAX_FOUND = 200

const recordId = () => shortText({ label: 'Record', description: 'Its id.' })

const createRecord = salesforce.action({
  name: 'create_record',
  displayName: 'Create a record',
  description: 'Makes a record of any object.',
  input: z.object({ object: object(), data: recordFields('create') }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(`${API}${at`/sobjects/${input.object}`}`, { json: asFields(input.data) }),
})

const updateRecord = salesforce.action({
  name: 'update_record',
  displayName: 'Change a record',
  description: 'Sets fields of a record. What is left empty stays as it is.',
  input: z.object({ object: object(), record_id: recordId(), data: recordFields('update') }),
  idempotent: true,
  async run({ input, http }) {
    const path = `${API}${at`/sobjects/${input.object}/${input.record_id}`}`
    await http.patch(path, { json: asFields(input.data) })
    return { success: true, id: input.record_id }
  },
})

const upsertRecord = salesforce.action({
  name: 'upsert_record_by_external_id',
  displayName: 'Create or change a record',
  description: 'Changes the record with this external id, or makes it where there is none.',
  input: z.object({
    object: object(),
    external_id_field: externalField(),
    external_id_value: shortText({ label: 'Value of the external id' }),
    fields: recordFields('update'),
  }),
  idempotent: true,
  run({ input, http }) {
    const path = at`/sobjects/${input.object}/${input.external_id_field}/${input.external_id_value}`
    return http.patch(`${API}${path}`, { json: asFields(input.fields) })
  },
})

const getRecord = salesforce.action({
  name: 'get_record',
  displayName: 'Get a record',
  description: 'Reads a record by its id.',
  input: z.object({ object: object(), record_id: recordId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(`${API}${at`/sobjects/${input.object}/${input.record_id}`}`),
})

const deleteRecord = salesforce.action({
  name: 'delete_record',
  displayName: 'Delete a record',
  description: 'Moves a record to the recycle bin.',
  input: z.object({ object: object(), record_id: recordId() }),
  idempotent: true,
  async run({ input, http }) {
    await http.delete(`${API}${at`/sobjects/${input.object}/${input.record_id}`}`)
    return { success: true }
  },
})

const findRecord = salesforce.action({
  name: 'find_record',
  displayName: 'Find records',
  description: 'The records of an object whose field has this value; none is no error.',
  input: z.object({ object: object(), field: searchField(), search_value: shortText({ label: 'Value' }) }),
  output: z.looseObject({ totalSize: z.number(), records: z.array(z.looseObject({})) }),
  idempotent: true,
  run({ input, http }) {
    const from = nameOf('object', input.object)
    const where = `${nameOf('field', input.field)} = ${quoted(input.search_value)}`
    const q = `SELECT FIELDS(ALL) FROM ${from} WHERE ${where} LIMIT ${MAX_FOUND}`
    return http.get(`${API}/query`, { query: { q } })
  },
})

const Page = z.looseObject({
  records: z.array(z.looseObject({})),
  nextRecordsUrl: z.string().optional(),
})

/** Pages of a query that are read: 2,000 records each, as Salesforce makes them. */
const MAX_PAGES = 5

const runQuery = salesforce.action({
  name: 'run_query',
  displayName: 'Run a query',
  description: 'Runs SOQL and gives what it finds, up to 10,000 records.',
  input: z.object({
    query: longText({ label: 'SOQL', description: "SELECT Id FROM Lead WHERE Status = 'Open'" }),
    parameters: list({
      label: 'Values',
      description: 'Each takes the place of a ? in the query, as quoted text.',
      required: false,
    }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const values = [...(input.parameters ?? [])]
    const q =
      values.length === 0
        ? input.query
        : input.query.replace(/\?/g, (mark) => (values.length > 0 ? quoted(String(values.shift())) : mark))
    let page = await http.get(`${API}/query`, { query: { q }, answer: Page })
    const first = page
    const records = [...page.records]
    for (let read = 1; page.nextRecordsUrl && read < MAX_PAGES; read++) {
      page = await http.get(page.nextRecordsUrl, { answer: Page })
      records.push(...page.records)
    }
    return { ...first, records, done: !page.nextRecordsUrl }
  },
})

export const records = [
  createRecord,
  updateRecord,
  upsertRecord,
  getRecord,
  deleteRecord,
  findRecord,
  runQuery,
]

import * as z from 'zod'
import { longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { quoted, reference } from './formula.ts'
import { base, column, columns, record, table, view } from './inputs.ts'
import { airtable } from './service.ts'
import { cellsOf, findTable } from './tables.ts'

const ofTable = { base: base(), tableId: table() }
const ofRecord = { ...ofTable, recordId: record() }

const Written = z.object({ records: z.array(z.unknown()) })

/** Adds a record. */
export const createRecord = airtable.action({
  name: 'airtable_create_record',
  displayName: 'Create a record',
  description: 'Adds a record to a table.',
  input: z.object({ ...ofTable, fields: columns() }),
  idempotent: false,
  async run({ input, http }) {
    const { fields: known } = await findTable(http, input.base, input.tableId)
    const fields = cellsOf(known, input.fields)
    const { records } = await http.post(at`/${input.base}/${input.tableId}`, {
      json: { records: [{ fields }], typecast: true },
      answer: Written,
    })
    return records[0]
  },
})

/** Changes a record. */
export const updateRecord = airtable.action({
  name: 'airtable_update_record',
  displayName: 'Update a record',
  description: 'Changes the columns that are filled in; the others keep their values.',
  input: z.object({ ...ofRecord, fields: columns() }),
  idempotent: true,
  async run({ input, http }) {
    const { fields: known } = await findTable(http, input.base, input.tableId)
    return http.patch(at`/${input.base}/${input.tableId}/${input.recordId}`, {
      json: { fields: cellsOf(known, input.fields), typecast: true },
    })
  },
})

/** Finds records by a column. */
export const findRecord = airtable.action({
  name: 'airtable_find_record',
  displayName: 'Find records',
  description: 'The records where a column contains a text, up to 100.',
  input: z.object({
    ...ofTable,
    searchField: column('Column'),
    searchValue: shortText({ label: 'Contains' }),
    limitToView: view(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { records } = await http.get(at`/${input.base}/${input.tableId}`, {
      query: {
        filterByFormula: `FIND(${quoted(input.searchValue)},${reference(input.searchField)}&"")`,
        view: input.limitToView,
      },
      answer: Written,
    })
    return records
  },
})

/** Reads one record. */
export const getRecord = airtable.action({
  name: 'airtable_get_record_by_id',
  displayName: 'Get a record',
  description: 'Reads one record by its id.',
  input: z.object(ofRecord),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/${input.base}/${input.tableId}/${input.recordId}`),
})

/** Deletes a record. */
export const deleteRecord = airtable.action({
  name: 'airtable_delete_record',
  displayName: 'Delete a record',
  description: 'Deletes one record by its id.',
  input: z.object(ofRecord),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/${input.base}/${input.tableId}/${input.recordId}`),
})

/** Comments a record. */
export const addComment = airtable.action({
  name: 'airtable_add_comment_to_record',
  displayName: 'Comment a record',
  description: 'Adds a comment to a record.',
  input: z.object({
    ...ofRecord,
    text: longText({ label: 'Comment', description: 'Mention people as @[usr…].' }),
    parentCommentId: shortText({
      label: 'Answer to',
      description: 'Id of the comment to answer.',
      required: false,
    }),
  }),
  idempotent: false,
  run: ({ input: { base, tableId, recordId, text, parentCommentId }, http }) =>
    http.post(at`/${base}/${tableId}/${recordId}/comments`, { json: { text, parentCommentId } }),
})

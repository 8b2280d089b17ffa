import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, json, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { given, model, readableFields, recordFields, recordId } from './inputs.ts'
import { call, domainOf } from './rpc.ts'
import { odoo } from './service.ts'

const createRecord = odoo.action({
  name: 'create_record',
  displayName: 'Create a record',
  description: 'Makes a record of any model.',
  input: z.object({ model: model(), fields: recordFields() }),
  idempotent: false,
  run: async ({ input, ...context }) => ({
    id: await call(context, input.model, 'create', [given(input.fields)]),
  }),
})

const updateRecord = odoo.action({
  name: 'update_record',
  displayName: 'Change a record',
  description: 'Sets fields of a record. What is left empty stays as it is; false empties a field.',
  input: z.object({ model: model(), recordId: recordId(), fields: recordFields() }),
  idempotent: true,
  run: async ({ input, ...context }) => ({
    success: await call(context, input.model, 'write', [[input.recordId], given(input.fields)]),
  }),
})

const MAX_FOUND = 1000

const getRecords = odoo.action({
  name: 'get_records',
  displayName: 'Find records',
  description: 'The records of a model that meet a condition.',
  input: z.object({
    model: model(),
    domain: json({
      label: 'Condition',
      description: 'A domain of Odoo’s: [["phone", "=", "+34600000001"]]',
      required: false,
    }),
    fields: list({ label: 'Fields to read', description: 'Empty for all but files.', required: false }),
    order: shortText({ label: 'Order', description: 'Such as name desc.', required: false }),
    offset: number({ label: 'Skip', required: false, min: 0 }),
    limit: number({ label: 'At most', defaultValue: 100, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  async run({ input: { model, domain, fields, ...page }, ...context }) {
    const names = fields?.length ? fields : await readableFields(context, model)
    return call(context, model, 'search_read', [domainOf(domain)], given({ fields: names, ...page }))
  },
})

const getRecord = odoo.action({
  name: 'get_record',
  displayName: 'Get a record',
  description: 'Reads a record by its id.',
  input: z.object({
    model: model(),
    record_id: recordId(),
    fields: list({ label: 'Fields to read', description: 'Empty for all but files.', required: false }),
  }),
  idempotent: true,
  async run({ input, ...context }) {
    const fields = input.fields?.length ? input.fields : await readableFields(context, input.model)
    const found = await call(context, input.model, 'read', [[input.record_id]], { fields })
    const [record] = z.array(z.unknown()).parse(found)
    if (record !== undefined) return record
    const message = `${input.model} has no record ${input.record_id}. Check "record_id".`
    throw new CodedError('RESOURCE_NOT_FOUND', message)
  },
})

const deleteRecord = odoo.action({
  name: 'delete_record',
  displayName: 'Delete a record',
  description: 'Deletes a record for good.',
  input: z.object({ model: model(), record_id: recordId() }),
  idempotent: true,
  run: async ({ input, ...context }) => ({
    success: await call(context, input.model, 'unlink', [[input.record_id]]),
    deleted_id: input.record_id,
  }),
})

const callMethod = odoo.action({
  name: 'odoo_call_method',
  displayName: 'Call a method',
  description: 'Calls a public method of a model, such as what a button does.',
  input: z.object({
    model: model(),
    method: shortText({ label: 'Method', description: 'Such as action_confirm.' }),
    ids: list({ label: 'Records', description: 'Their ids; empty for the model itself.', required: false }),
    args: json({ label: 'Arguments', description: 'A list.', required: false }),
    kwargs: json({ label: 'Named arguments', description: 'An object.', required: false }),
  }),
  idempotent: false,
  async run({ input, ...context }) {
    const ids = input.ids?.length ? [input.ids.map(Number)] : []
    const args = [...ids, ...z.array(z.unknown()).parse(input.args ?? [])]
    const kwargs = z.record(z.string(), z.unknown()).parse(input.kwargs ?? {})
    return { result: (await call(context, input.model, input.method, args, kwargs)) ?? null }
  },
})

const postMessage = odoo.action({
  name: 'post_chatter_message',
  displayName: 'Write into the chatter',
  description: 'Writes a note or a message, such as the summary of a call, below a record.',
  input: z.object({
    model: model(),
    record_id: recordId(),
    body: longText({ label: 'Text' }),
    kind: choice({
      label: 'As',
      defaultValue: 'note',
      choices: [
        { value: 'note', label: 'A note, for colleagues' },
        { value: 'message', label: 'A message, to the followers' },
      ],
    }),
  }),
  idempotent: false,
  async run({ input, ...context }) {
    const subtype_xmlid = input.kind === 'note' ? 'mail.mt_note' : 'mail.mt_comment'
    const kwargs = { body: input.body, message_type: 'comment', subtype_xmlid }
    return { result: await call(context, input.model, 'message_post', [[input.record_id]], kwargs) }
  },
})

export const records = [
  createRecord,
  updateRecord,
  getRecords,
  getRecord,
  deleteRecord,
  callMethod,
  postMessage,
]

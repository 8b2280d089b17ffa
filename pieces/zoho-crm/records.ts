import * as z from 'zod'
import { list, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { additionalFields, asRecord, module, recordFields, skipAutomation, uniqueFields } from './inputs.ts'
import { zohoCrm } from './service.ts'

const recordId = () => shortText({ label: 'Record', description: 'Its id.' })

const Written = z.object({
  data: z
    .array(
      z.looseObject({
        message: z.string(),
        action: z.string().nullish(),
        details: z.looseObject({ id: z.string() }),
      }),
    )
    .min(1),
})

/** The one record that was written, without the list it comes in. */
function written({ data }: z.infer<typeof Written>) {
  const [outcome] = data
  return { ...outcome?.details, message: outcome?.message, action: outcome?.action }
}

/** No automation is an empty list; without one, Zoho runs what it usually runs. */
const withAutomation = (record: object, isSkipped: boolean) => ({
  data: [record],
  ...(isSkipped && { trigger: [] }),
})

const createRecord = zohoCrm.action({
  name: 'create_record',
  displayName: 'Create a record',
  description: 'Makes a record of any module.',
  input: z.object({
    module: module(),
    fields: recordFields('create'),
    additional_fields: additionalFields(),
    skip_automation: skipAutomation(),
  }),
  idempotent: false,
  async run({ input, http }) {
    const json = withAutomation(asRecord(input), input.skip_automation)
    return written(await http.post(at`/${input.module}`, { json, answer: Written }))
  },
})

const updateRecord = zohoCrm.action({
  name: 'update_record',
  displayName: 'Change a record',
  description: 'Sets fields of a record. What is left empty stays as it is.',
  input: z.object({
    module: module(),
    record_id: recordId(),
    fields: recordFields('update'),
    additional_fields: additionalFields(),
    skip_automation: skipAutomation(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const json = withAutomation(asRecord(input), input.skip_automation)
    return written(await http.put(at`/${input.module}/${input.record_id}`, { json, answer: Written }))
  },
})

const upsertRecord = zohoCrm.action({
  name: 'upsert_record',
  displayName: 'Create or change a record',
  description: 'Changes the record that is the same by the chosen fields, or makes it.',
  input: z.object({
    module: module(),
    duplicate_check_fields: uniqueFields(),
    fields: recordFields('create'),
    additional_fields: additionalFields(),
    skip_automation: skipAutomation(),
  }),
  // Without a value to tell records apart by, every repeat makes another.
  idempotent: false,
  async run({ input, http }) {
    const json = {
      ...withAutomation(asRecord(input), input.skip_automation),
      duplicate_check_fields: input.duplicate_check_fields,
    }
    return written(await http.post(at`/${input.module}/upsert`, { json, answer: Written }))
  },
})

const Read = z.object({ data: z.array(z.looseObject({ id: z.string() })).min(1) })

const getRecord = zohoCrm.action({
  name: 'get_record',
  displayName: 'Get a record',
  description: 'Reads a record by its id.',
  input: z.object({ module: module(), record_id: recordId() }),
  idempotent: true,
  async run({ input, http }) {
    return (await http.get(at`/${input.module}/${input.record_id}`, { answer: Read })).data[0]
  },
})

const deleteRecord = zohoCrm.action({
  name: 'delete_record',
  displayName: 'Delete a record',
  description: 'Moves a record to the recycle bin.',
  input: z.object({ module: module(), record_id: recordId() }),
  idempotent: true,
  async run({ input, http }) {
    return written(await http.delete(at`/${input.module}/${input.record_id}`, { answer: Written }))
  },
})

/** Zoho finds at most this many at once. */
const MAX_FOUND = 200

const searchRecords = zohoCrm.action({
  name: 'search_records',
  displayName: 'Find records',
  description: 'The records of a module that fit; none is no error. Fill in one of the ways to search.',
  input: z.object({
    module: module(),
    phone: shortText({ label: 'By phone number', required: false }),
    email: shortText({ label: 'By e-mail', required: false }),
    word: shortText({ label: 'By word', required: false }),
    criteria: longText({
      label: 'By criteria',
      description: '((Last_Name:equals:Ruiz)and(City:equals:Vigo))',
      required: false,
    }),
    fields: list({
      label: 'Fields to read',
      description: 'Their API names; empty for all.',
      required: false,
    }),
    per_page: number({ label: 'At most', defaultValue: MAX_FOUND, min: 1, max: MAX_FOUND }),
    page: number({ label: 'Page', required: false, min: 1 }),
  }),
  idempotent: true,
  async run({ input: { module, fields, ...query }, http }) {
    const found = await http.get(at`/${module}/search`, { query: { ...query, fields: fields?.join() } })
    // Where nothing is found, Zoho answers nothing at all.
    return found || { data: [], info: { count: 0, more_records: false } }
  },
})

export const records = [createRecord, updateRecord, upsertRecord, getRecord, deleteRecord, searchRecords]

import * as z from 'zod'
import {
  choice,
  choices,
  dateTime,
  dropdown,
  dropdowns,
  dynamicFields,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'

/** What a dropdown offers at most; more are found by typing. */
const MAX_OFFERED = 100
/** Pipedrive searches for two letters at least. */
const MIN_SEARCH = 2
/** Fields of a kind of record read for the form. */
const MAX_FIELDS = 500

type RecordType = 'persons' | 'organizations' | 'deals'

const Item = z.object({
  id: z.union([z.number(), z.string()]),
  name: z.string().nullish(),
  title: z.string().nullish(),
})
const Items = z.object({ data: z.array(Item).nullable() })
const Found = z.object({ data: z.object({ items: z.array(z.object({ item: Item })) }) })

const asChoice = ({ id, name, title }: z.infer<typeof Item>) => ({
  value: String(id),
  label: name || title || String(id),
})

const records = (type: RecordType) => ({
  searchable: true,
  async options({ http, search }: OptionsContext) {
    if (search && search.length >= MIN_SEARCH) {
      const query = { term: search, limit: MAX_OFFERED }
      const { data } = await http.get(`/api/v2/${type}/search`, { query, answer: Found })
      return data.items.map(({ item }) => asChoice(item))
    }
    const query = { limit: MAX_OFFERED, sort_by: 'update_time', sort_direction: 'desc' }
    const { data } = await http.get(`/api/v2/${type}`, { query, answer: Items })
    return (data ?? []).map(asChoice)
  },
})

/** Somebody. */
export const anyPerson = () => dropdown({ label: 'Person', required: false, ...records('persons') })
/** Somebody, who must be named. */
export const person = () => dropdown({ label: 'Person', ...records('persons') })
/** A company. */
export const anyOrganization = () =>
  dropdown({ label: 'Organization', required: false, ...records('organizations') })
/** A company, which must be named. */
export const organization = () => dropdown({ label: 'Organization', ...records('organizations') })
/** A deal. */
export const anyDeal = () => dropdown({ label: 'Deal', required: false, ...records('deals') })
/** A deal, which must be named. */
export const deal = () => dropdown({ label: 'Deal', ...records('deals') })

const listed =
  (path: string) =>
  async ({ http }: OptionsContext) =>
    ((await http.get(path, { answer: Items })).data ?? []).map(asChoice)

/** Somebody who works with this account. */
export const owner = (label = 'Owner') => dropdown({ label, required: false, options: listed('/v1/users') })

/** Where deals are. */
export const pipeline = () =>
  dropdown({ label: 'Pipeline', required: false, options: listed('/api/v2/pipelines') })

/** Where in a pipeline, or in any, a deal is. */
export const stage = () =>
  dropdown({
    label: 'Stage',
    required: false,
    async options({ http, input }) {
      const query = { pipeline_id: input.pipelineId as string | undefined }
      const { data } = await http.get('/api/v2/stages', { query, answer: Items })
      return (data ?? []).map(asChoice)
    },
  })

const ActivityTypes = z.object({ data: z.array(z.object({ key_string: z.string(), name: z.string() })) })

/** Kind of an activity. */
export const activityType = () =>
  dropdown({
    label: 'Type',
    required: false,
    options: async ({ http }) =>
      (await http.get('/v1/activityTypes', { answer: ActivityTypes })).data.map(({ key_string, name }) => ({
        value: key_string,
        label: name,
      })),
  })

const Field = z.object({
  key: z.string(),
  name: z.string(),
  field_type: z.string(),
  edit_flag: z.boolean().optional(),
  options: z
    .array(z.object({ id: z.union([z.number(), z.string(), z.boolean()]), label: z.string() }))
    .nullish(),
})
const Fields = z.object({ data: z.array(Field) })

/** The fields of kinds of records. Leads have those of deals. */
type FieldsOf = 'personFields' | 'organizationFields' | 'dealFields'

const fieldsOf = async ({ http }: OptionsContext, of: FieldsOf) =>
  (await http.get(`/v1/${of}`, { query: { limit: MAX_FIELDS }, answer: Fields })).data

/** Labels of a kind of record. */
export const labels = (of: FieldsOf) =>
  dropdowns({
    label: 'Labels',
    required: false,
    async options(context) {
      // Kinds of records that can have several labels name the field so.
      const field = (await fieldsOf(context, of)).find(({ key }) => key === 'label' || key === 'label_ids')
      return (field?.options ?? []).map(({ id, label }) => ({ value: String(id), label }))
    },
  })

/** A field that the account made has forty hexadecimal digits for a key. */
const CUSTOM = /^[0-9a-f]{40}$/

/** Fields that the account made itself. */
export const customFields = (of: FieldsOf) =>
  dynamicFields({
    label: 'Custom fields',
    required: false,
    dependsOn: [],
    async fields(context) {
      const own = (await fieldsOf(context, of)).filter((each) => each.edit_flag && CUSTOM.test(each.key))
      return z.object(Object.fromEntries(own.map((each) => [each.key, inputOf(each)])))
    },
  })

function inputOf({ name, field_type, options }: z.infer<typeof Field>) {
  const about = { label: name, required: false } as const
  const offered = (options ?? []).map(({ id, label }) => ({ value: Number(id), label }))
  switch (field_type) {
    case 'enum':
      return choice({ ...about, choices: offered })
    case 'set':
      return choices({
        ...about,
        choices: offered.map(({ value, label }) => ({ value: String(value), label })),
      })
    case 'double':
    case 'int':
      return number(about)
    case 'date':
      return dateTime({ ...about, description: 'A day: 2026-03-05' })
    case 'text':
      return longText(about)
    default:
      return shortText(about)
  }
}

/** Custom fields as Pipedrive takes them: several choices by the numbers of their options. What is empty is left out. */
export function asCustomFields(values: Record<string, unknown> | undefined) {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== '')
  if (given.length === 0) return undefined
  return Object.fromEntries(
    given.map(([key, value]) => [key, Array.isArray(value) ? value.map(Number) : value]),
  )
}

/** A number that was chosen from a dropdown, whose values are texts. */
export const id = (value: string | undefined) => (value === undefined ? undefined : Number(value))

/** The day of a moment. */
export const day = (moment: string | undefined) => moment?.slice(0, 'YYYY-MM-DD'.length)

import * as z from 'zod'
import {
  checkbox,
  choice,
  choices,
  dateTime,
  dropdown,
  dropdowns,
  dynamicFields,
  json,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

const Modules = z.object({
  modules: z.array(
    z.object({
      api_name: z.string(),
      plural_label: z.string().nullish(),
      api_supported: z.boolean().optional(),
      creatable: z.boolean().optional(),
    }),
  ),
})
const Field = z.object({
  api_name: z.string(),
  field_label: z.string(),
  data_type: z.string(),
  system_mandatory: z.boolean().optional(),
  read_only: z.boolean().optional(),
  field_read_only: z.boolean().optional(),
  unique: z.looseObject({}).nullish(),
  operation_type: z
    .object({ api_create: z.boolean().optional(), api_update: z.boolean().optional() })
    .nullish(),
  pick_list_values: z
    .array(z.object({ actual_value: z.string(), display_value: z.string().nullish() }))
    .nullish(),
})
const Fields = z.object({ fields: z.array(Field) })

/** The fields of a module. */
export const fieldsOf = async (http: ServiceHttp, of: string) =>
  (await http.get('/settings/fields', { query: { module: of }, answer: Fields })).fields

/** A kind of record. */
export const module = () =>
  dropdown({
    label: 'Module',
    async options({ http }) {
      const { modules } = await http.get('/settings/modules', { answer: Modules })
      return modules
        .filter(({ api_supported, creatable }) => api_supported !== false && creatable !== false)
        .map(({ api_name, plural_label }) => ({ value: api_name, label: plural_label ?? api_name }))
    },
  })

/** Some of the fields of the chosen module. */
export const someFields = (label: string, wanted: (field: z.infer<typeof Field>) => boolean = () => true) =>
  dropdowns({
    label,
    required: false,
    dependsOn: ['module'],
    options: async ({ http, input }: OptionsContext) =>
      (await fieldsOf(http, String(input.module)))
        .filter(wanted)
        .map(({ api_name, field_label }) => ({ value: api_name, label: field_label })),
  })

/** Fields by which Zoho can tell that it knows a record. */
export const uniqueFields = () =>
  someFields(
    'Same record where equal',
    ({ unique, data_type }) => data_type === 'email' || Object.keys(unique ?? {}).length > 0,
  )

/** The fields of the chosen module, to make a record of it or to change one. */
export const recordFields = (purpose: 'create' | 'update') =>
  dynamicFields({
    label: 'Fields',
    required: false,
    dependsOn: ['module'],
    async fields({ http, input }) {
      const settable = (await fieldsOf(http, String(input.module))).filter(
        ({ read_only, field_read_only, operation_type }) =>
          !read_only && !field_read_only && operation_type?.[`api_${purpose}`] !== false,
      )
      return z.object(Object.fromEntries(settable.map((each) => [each.api_name, inputOf(each, purpose)])))
    },
  })

function inputOf(field: z.infer<typeof Field>, purpose: 'create' | 'update') {
  const about = {
    label: field.field_label,
    required: purpose === 'create' && field.system_mandatory === true,
  }
  const offered = (field.pick_list_values ?? []).map(({ actual_value, display_value }) => ({
    value: actual_value,
    label: display_value ?? actual_value,
  }))
  if (field.data_type === 'multiselectpicklist' && offered.length > 0)
    return choices({ ...about, choices: offered })
  if (field.data_type === 'picklist' && offered.length > 0) return choice({ ...about, choices: offered })
  switch (field.data_type) {
    case 'boolean':
      return checkbox(about)
    case 'integer':
    case 'double':
    case 'currency':
    case 'percent':
      return number(about)
    case 'date':
      return dateTime({ ...about, description: 'A day: 2026-03-05' })
    case 'datetime':
      return dateTime({ ...about, description: 'With an offset: 2026-03-05T09:00:00+01:00' })
    case 'textarea':
      return longText(about)
    case 'lookup':
    case 'ownerlookup':
      return json({ ...about, description: '{"id": "…"}' })
    default:
      return shortText(about)
  }
}

/** More fields, by API name. */
export const additionalFields = () =>
  json({ label: 'More fields', description: 'By API name: {"Last_Name": "Ruiz"}', required: false })

/** Whether what is automated in Zoho runs for the change. */
export const skipAutomation = () =>
  checkbox({ label: 'Run nothing that is automated there', defaultValue: false })

/** A record as Zoho takes it; what is empty is left out, null empties a field. */
export function asRecord(input: {
  fields?: Record<string, unknown> | undefined
  additional_fields?: unknown
}) {
  const all = { ...input.fields, ...(input.additional_fields as object | undefined) }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''))
}

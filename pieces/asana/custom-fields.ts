import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { choice, choices, dateTime, dynamicFields, list, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

const Settings = z.object({
  data: z.array(
    z.object({
      custom_field: z.object({
        gid: z.string(),
        name: z.string(),
        resource_subtype: z.string(),
        is_formula_field: z.boolean().nullish(),
        enum_options: z
          .array(z.object({ gid: z.string(), name: z.string(), enabled: z.boolean().nullish() }))
          .nullish(),
      }),
    }),
  ),
})
type CustomField = z.output<typeof Settings>['data'][number]['custom_field']

const OPT_FIELDS = [
  'custom_field.name',
  'custom_field.resource_subtype',
  'custom_field.is_formula_field',
  'custom_field.enum_options.name',
  'custom_field.enum_options.enabled',
].join(',')

async function customFieldsOf(http: ServiceHttp, project: string): Promise<CustomField[]> {
  const path = at`/projects/${project}/custom_field_settings`
  const { data } = await http.get(path, { query: { opt_fields: OPT_FIELDS, limit: 100 }, answer: Settings })
  return data.map(({ custom_field }) => custom_field).filter(({ is_formula_field }) => !is_formula_field)
}

/** A field for each custom field of the project, by gid. */
export const customFields = () =>
  dynamicFields({
    label: 'Custom fields',
    required: false,
    dependsOn: ['project'],
    async fields({ http, input }) {
      const known = await customFieldsOf(http, String(input.project))
      return z.object(Object.fromEntries(known.map((each) => [each.gid, fieldFor(each)])))
    },
  })

function fieldFor({ name, resource_subtype, enum_options }: CustomField) {
  const about = { label: name, required: false } as const
  const options = (enum_options ?? [])
    .filter(({ enabled }) => enabled !== false)
    .map(({ gid, name: label }) => ({ value: gid, label }))
  switch (resource_subtype) {
    case 'number':
      return number(about)
    case 'enum':
      return options.length > 0 ? choice({ ...about, choices: options }) : shortText(about)
    case 'multi_enum':
      return options.length > 0 ? choices({ ...about, choices: options }) : list(about)
    case 'people':
      return list({ ...about, description: 'Gids of people.' })
    case 'date':
      return dateTime(about)
    default:
      return shortText(about)
  }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/** The custom fields that were filled in as Asana takes them, or undefined where none was. */
export async function customValues(
  http: ServiceHttp,
  project: string | undefined,
  values: Record<string, unknown> = {},
) {
  const given = Object.entries(values).filter(([, value]) => !isEmpty(value))
  if (given.length === 0) return undefined
  const known = project ? await customFieldsOf(http, project) : []
  return Object.fromEntries(
    given.map(([gid, value]) => {
      const type = known.find((each) => each.gid === gid)?.resource_subtype
      return [gid, fieldValue(type, value)]
    }),
  )
}

function fieldValue(type: string | undefined, value: unknown): unknown {
  if (type === 'number') return Number(value)
  if (type !== 'date' || isObject(value)) return value
  const text = String(value)
  return text.includes('T') ? { date_time: text } : { date: text }
}

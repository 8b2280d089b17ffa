import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import {
  checkbox,
  choice,
  choices,
  dateTime,
  dropdown,
  dynamicFields,
  list,
  longText,
  number,
  shortText,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

const Option = z.object({ id: z.string(), name: z.string().optional(), label: z.string().optional() })
const Field = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  type_config: z.looseObject({ options: z.array(Option).optional() }).nullish(),
})

/** A custom field, as a list knows it. */
type CustomField = z.output<typeof Field>

/** The custom fields of a list. */
export async function listFields(http: ServiceHttp, list: string): Promise<CustomField[]> {
  const { fields } = await http.get(at`/list/${list}/field`, {
    answer: z.object({ fields: z.array(Field) }),
  })
  return fields
}

/** A custom field of the list. */
export const field = () =>
  dropdown({
    label: 'Custom field',
    dependsOn: ['list_id'],
    async options({ http, input }) {
      const fields = await listFields(http, String(input.list_id))
      return fields.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** A field for each custom field of the list, by id. */
export const customFields = () =>
  dynamicFields({
    label: 'Custom fields',
    required: false,
    dependsOn: ['list_id'],
    async fields({ http, input }) {
      const fields = await listFields(http, String(input.list_id))
      return z.object(Object.fromEntries(fields.map((each) => [each.id, fieldFor(each)])))
    },
  })

function fieldFor({ name, type, type_config }: CustomField) {
  const about = { label: name, required: false } as const
  const options = (type_config?.options ?? []).map((each) => ({
    value: each.id,
    label: each.name ?? each.label ?? each.id,
  }))
  switch (type) {
    case 'drop_down':
      return options.length > 0 ? choice({ ...about, choices: options }) : shortText(about)
    case 'labels':
      return options.length > 0 ? choices({ ...about, choices: options }) : list(about)
    case 'users':
    case 'tasks':
      return list({ ...about, description: 'Ids.' })
    case 'checkbox':
      return checkbox(about)
    case 'number':
    case 'currency':
    case 'emoji':
      return number(about)
    case 'date':
      return dateTime(about)
    case 'text':
      return longText(about)
    default:
      return shortText(about)
  }
}

/** A moment in epoch milliseconds, as ClickUp takes it. @throws CodedError INPUT_INVALID */
export function epochOf(label: string, value: unknown): number {
  const moment = typeof value === 'number' ? value : new Date(String(value)).getTime()
  if (!Number.isNaN(moment)) return moment
  throw new CodedError('INPUT_INVALID', `"${label}" is "${value}", which is no date. Write it as 2026-05-31.`)
}

/** A custom field's value as ClickUp takes it: https://developer.clickup.com/docs/customfields */
export function fieldValue(field: CustomField | undefined, value: unknown): unknown {
  if (!field || isObject(value)) return value
  const items = Array.isArray(value) ? value : [value]
  switch (field.type) {
    case 'number':
    case 'currency':
    case 'emoji':
      return Number(value)
    case 'checkbox':
      return String(value).toLowerCase() === 'true'
    case 'date':
      return epochOf(field.name, value)
    case 'labels':
      return items.map(String)
    case 'users':
      return { add: items.map(Number) }
    case 'tasks':
      return { add: items.map(String) }
    case 'drop_down':
      // Workflows made elsewhere give the place of the option instead of its id.
      return /^\d{1,3}$/.test(String(value)) ? Number(value) : value
    default:
      return value
  }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/** The custom fields that were filled in as ClickUp takes them, or undefined where none was. */
export async function customValues(http: ServiceHttp, list: string, values: Record<string, unknown> = {}) {
  const given = Object.entries(values).filter(([, value]) => !isEmpty(value))
  if (given.length === 0) return undefined
  const known = await listFields(http, list)
  return given.map(([id, value]) => ({
    id,
    value: fieldValue(
      known.find((each) => each.id === id),
      value,
    ),
  }))
}

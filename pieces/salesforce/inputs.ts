import * as z from 'zod'
import {
  checkbox,
  choice,
  choices,
  dateTime,
  dropdown,
  dynamicFields,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { API } from './service.ts'
import { quoted } from './soql.ts'

/** Most that a dropdown offers; more are found by typing. */
const MAX_OFFERED = 200

const Objects = z.object({
  sobjects: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      queryable: z.boolean().optional(),
      createable: z.boolean().optional(),
    }),
  ),
})
const Field = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  createable: z.boolean().optional(),
  updateable: z.boolean().optional(),
  nillable: z.boolean().optional(),
  defaultedOnCreate: z.boolean().optional(),
  externalId: z.boolean().optional(),
  idLookup: z.boolean().optional(),
  picklistValues: z
    .array(z.object({ value: z.string(), label: z.string().nullable(), active: z.boolean() }))
    .optional(),
})
const Described = z.object({ fields: z.array(Field) })
const Named = z.object({ records: z.array(z.object({ Id: z.string(), Name: z.string() })) })

const fieldsOf = async (http: ServiceHttp, object: string) =>
  (await http.get(`${API}${at`/sobjects/${object}/describe`}`, { answer: Described })).fields

/** A kind of record. */
export const object = () =>
  dropdown({
    label: 'Object',
    async options({ http }) {
      const { sobjects } = await http.get(`${API}/sobjects`, { answer: Objects })
      return sobjects
        .filter(({ queryable, createable }) => queryable !== false && createable !== false)
        .map(({ name, label }) => ({ value: name, label: label === name ? name : `${label} (${name})` }))
    },
  })

/** Types whose values SOQL wants without quotes: they can't be searched for by a text. */
const UNQUOTED = new Set(['boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime'])

/** A field of the chosen object that can be searched for. */
export const searchField = () =>
  dropdown({
    label: 'Field',
    dependsOn: ['object'],
    options: async ({ http, input }) =>
      (await fieldsOf(http, String(input.object)))
        .filter(({ type }) => !UNQUOTED.has(type))
        .map(({ name, label }) => ({ value: name, label })),
  })

/** A field that names records of the chosen object in another system. */
export const externalField = () =>
  dropdown({
    label: 'External id',
    description: 'The field whose value tells which record it is.',
    dependsOn: ['object'],
    options: async ({ http, input }) =>
      (await fieldsOf(http, String(input.object)))
        .filter(({ externalId, idLookup, name }) => externalId || (idLookup && name !== 'Id'))
        .map(({ name, label }) => ({ value: name, label })),
  })

/** The fields of the chosen object, to make a record of it or to change one. */
export const recordFields = (purpose: 'create' | 'update') =>
  dynamicFields({
    label: 'Fields',
    description: 'By API name. Several choices are a list; null empties a field.',
    dependsOn: ['object'],
    async fields({ http, input }) {
      const all = await fieldsOf(http, String(input.object))
      const settable = all.filter((each) => (purpose === 'create' ? each.createable : each.updateable))
      return z.object(Object.fromEntries(settable.map((each) => [each.name, inputOf(each, purpose)])))
    },
  })

function inputOf(field: z.infer<typeof Field>, purpose: 'create' | 'update') {
  const isNeeded = !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean'
  const about = { label: field.label, required: purpose === 'create' && isNeeded }
  const offered = (field.picklistValues ?? [])
    .filter(({ active }) => active)
    .map(({ value, label }) => ({ value, label: label ?? value }))
  if (field.type === 'multipicklist' && offered.length > 0) return choices({ ...about, choices: offered })
  if (field.type === 'picklist' && offered.length > 0) return choice({ ...about, choices: offered })
  switch (field.type) {
    case 'boolean':
      return checkbox(about)
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return number(about)
    case 'date':
    case 'datetime':
      return dateTime(about)
    case 'textarea':
      return longText(about)
    default:
      return shortText(about)
  }
}

/** Fields as Salesforce takes them: several choices are joined by semicolons, what is empty is left out. */
export function asFields(values: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.join(';') : value]),
  )
}

/** A value of a picklist of an object. */
export const picklist = (label: string, of: string, name: string) =>
  dropdown({
    label,
    required: false,
    async options({ http }) {
      const field = (await fieldsOf(http, of)).find((each) => each.name === name)
      return (field?.picklistValues ?? [])
        .filter(({ active }) => active)
        .map(({ value, label }) => ({ value, label: label ?? value }))
    },
  })

async function named({ http, search }: OptionsContext, from: string, condition?: string) {
  const like = search ? `Name LIKE ${quoted(`%${search}%`)}` : undefined
  const where = [condition, like].filter(Boolean).join(' AND ')
  const q = `SELECT Id, Name FROM ${from}${where && ` WHERE ${where}`} ORDER BY Name LIMIT ${MAX_OFFERED}`
  const { records } = await http.get(`${API}/query`, { query: { q }, answer: Named })
  return records.map(({ Id, Name }) => ({ value: Id, label: Name }))
}

/** A company. */
export const account = () =>
  dropdown({
    label: 'Account',
    required: false,
    searchable: true,
    options: (context) => named(context, 'Account'),
  })

/** A person, as a contact. */
export const contact = () =>
  dropdown({
    label: 'Contact',
    required: false,
    searchable: true,
    options: (context) => named(context, 'Contact'),
  })

/** Somebody who works with this org. */
export const owner = () =>
  dropdown({
    label: 'Owner',
    required: false,
    searchable: true,
    options: (context) => named(context, 'User', 'IsActive = true'),
  })

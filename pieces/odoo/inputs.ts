import * as z from 'zod'
import {
  checkbox,
  choice,
  dateTime,
  dropdown,
  dynamicFields,
  json,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { call, type OdooContext } from './rpc.ts'

/** Models and records offered at most; others are found by typing. */
const MAX_OFFERED = 200

const Models = z.array(z.object({ model: z.string(), name: z.string() }))
const Names = z.array(z.tuple([z.number(), z.string()]))
const Field = z.object({
  string: z.string(),
  type: z.string(),
  required: z.boolean().optional(),
  readonly: z.boolean().optional(),
  selection: z.array(z.tuple([z.string(), z.string()])).optional(),
})
const Fields = z.record(z.string(), Field)

const ATTRIBUTES = ['string', 'type', 'required', 'readonly', 'selection']

const fieldsOf = async (context: OdooContext, model: string) =>
  Fields.parse(await call(context, model, 'fields_get', [], { attributes: ATTRIBUTES }))

/** The fields of a model that are worth reading: all but files and pictures. */
export const readableFields = async (context: OdooContext, model: string) =>
  Object.entries(await fieldsOf(context, model)).flatMap(([name, { type }]) =>
    type === 'binary' ? [] : [name],
  )

/** A kind of record. */
export const model = () =>
  dropdown({
    label: 'Model',
    searchable: true,
    async options(context) {
      const { search } = context
      const either = search ? ['|', ['model', 'ilike', search], ['name', 'ilike', search]] : []
      const domain = [['transient', '=', false], ...either]
      const found = await call(context, 'ir.model', 'search_read', [domain], {
        fields: ['model', 'name'],
        order: 'name',
        limit: MAX_OFFERED,
      })
      return Models.parse(found).map(({ model, name }) => ({ value: model, label: `${name} (${model})` }))
    },
  })

async function named(context: OptionsContext, of: string) {
  const found = await call(context, of, 'name_search', [], { name: context.search ?? '', limit: MAX_OFFERED })
  return Names.parse(found).map(([id, name]) => ({ value: String(id), label: name }))
}

/** A record of a model, by name. */
export const oneOf = (label: string, of: string) =>
  dropdown({ label, required: false, searchable: true, options: (context) => named(context, of) })

/** A record of the chosen model, by its number. */
export const recordId = () => number({ label: 'Record', description: 'Its id.' })

/** The fields of the chosen model. */
export const recordFields = () =>
  dynamicFields({
    label: 'Fields',
    dependsOn: ['model'],
    async fields(context) {
      const all = Object.entries(await fieldsOf(context, String(context.input.model)))
      const settable = all.filter(([, { readonly, type }]) => !readonly && type !== 'binary')
      return z.object(Object.fromEntries(settable.map(([name, field]) => [name, inputOf(field)])))
    },
  })

function inputOf({ string, type, selection = [] }: z.infer<typeof Field>) {
  const about = { label: string, required: false } as const
  switch (type) {
    case 'boolean':
      return checkbox(about)
    case 'integer':
    case 'float':
    case 'monetary':
      return number(about)
    case 'many2one':
      return number({ ...about, description: 'The id of the record.' })
    case 'one2many':
    case 'many2many':
      return json({ ...about, description: 'Commands of Odoo’s: [[6, 0, [1, 2]]]' })
    case 'selection':
      return selection.length > 0
        ? choice({ ...about, choices: selection.map(([value, label]) => ({ value, label })) })
        : shortText(about)
    case 'date':
      return dateTime({ ...about, description: 'A day: 2026-03-05' })
    case 'datetime':
      return dateTime({ ...about, description: 'In UTC: 2026-03-05 15:00:00' })
    case 'text':
    case 'html':
      return longText(about)
    default:
      return shortText(about)
  }
}

/** What was given, without what is empty. */
export const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))

/** A number that was chosen from a dropdown, whose values are texts. */
export const id = (value: string | undefined) => (value === undefined ? undefined : Number(value))

/** The day of a moment. */
export const day = (moment: string | undefined) => moment?.slice(0, 'YYYY-MM-DD'.length)

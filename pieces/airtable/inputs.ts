import * as z from 'zod'
import {
  checkbox,
  choice,
  dropdown,
  dynamicFields,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { type Column, findTable, isWritable, listBases, listTables } from './tables.ts'

const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })

/** A base that the token may see. */
export const base = () =>
  dropdown({ label: 'Base', options: async ({ http }) => (await listBases(http)).map(named) })

/** A table of the base in the field `of`. */
export const table = (of = 'base') =>
  dropdown({
    label: 'Table',
    description: 'Its id or name.',
    dependsOn: [of],
    options: async ({ http, input }) => (await listTables(http, String(input[of]))).map(named),
  })

const tableOf = ({ http, input }: OptionsContext) =>
  findTable(http, String(input.base), String(input.tableId))

const ofTable = { dependsOn: ['base', 'tableId'] } as const

/** A view of the table, which narrows and orders what is read. */
export const view = () =>
  dropdown({
    label: 'View',
    required: false,
    ...ofTable,
    options: async (context) => (await tableOf(context)).views.map(named),
  })

/** A column's name; `type` narrows the choice to columns of one type. */
export const column = (label: string, type?: string) =>
  dropdown({
    label,
    ...ofTable,
    async options(context) {
      const { fields } = await tableOf(context)
      const fitting = fields.filter((field) => type === undefined || field.type === type)
      return fitting.map(({ name }) => ({ value: name, label: name }))
    },
  })

const Records = z.object({
  records: z.array(z.object({ id: z.string(), fields: z.record(z.string(), z.unknown()) })),
})

/** A record of the table; its first hundred are offered. */
export const record = () =>
  dropdown({
    label: 'Record',
    description: 'Its id, such as recA1B2C3.',
    ...ofTable,
    async options(context) {
      const { id, fields, primaryFieldId } = await tableOf(context)
      const primary = fields.find((field) => field.id === primaryFieldId)?.name ?? ''
      const path = at`/${String(context.input.base)}/${id}`
      const { records } = await context.http.get(path, { answer: Records })
      return records.map((each) => ({ value: each.id, label: String(each.fields[primary] ?? each.id) }))
    },
  })

/** A field for each column that can be written, by the column's id. */
export const columns = () =>
  dynamicFields({
    label: 'Columns',
    ...ofTable,
    async fields(context) {
      const { fields } = await tableOf(context)
      return z.object(Object.fromEntries(fields.filter(isWritable).map((each) => [each.id, fieldFor(each)])))
    },
  })

function fieldFor({ name, type, description, options }: Column) {
  const about = { label: name, required: false, ...(description && { description }) } as const
  const choices = (options?.choices ?? []).map((each) => ({ value: each.name, label: each.name }))
  switch (type) {
    case 'singleSelect':
      return choices.length > 0 ? choice({ ...about, choices }) : shortText(about)
    case 'checkbox':
      return checkbox(about)
    case 'number':
    case 'currency':
    case 'percent':
    case 'rating':
      return number(about)
    case 'multilineText':
    case 'richText':
      return longText(about)
    case 'multipleSelects':
    case 'multipleRecordLinks':
    case 'multipleCollaborators':
      return list(about)
    case 'multipleAttachments':
      return shortText({ ...about, description: description || 'Address of the file.' })
    default:
      return shortText(about)
  }
}

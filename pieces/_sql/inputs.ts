import * as z from 'zod'
import {
  anyValue,
  checkbox,
  dropdown,
  dropdowns,
  dynamicFields,
  json,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { MAX_ROWS } from './rows.ts'

/** A column of a table as the database describes it. */
export interface Column {
  name: string
  /** the database's word for it */
  type: string
  /** true where a row can't do without a value */
  required: boolean
}

/** What the fields ask the database. */
export interface Schema {
  /** tables as the field "table" holds them */
  tables(auth: OptionsContext['auth']): Promise<string[]>
  columns(auth: OptionsContext['auth'], table: string): Promise<Column[]>
}

const ROWS_BY_DEFAULT = 1000

/** The fields that steps of databases share. @param place how an argument's place is written */
export function sqlInputs(schema: Schema, place: string) {
  const columnChoices = async ({ auth, input }: OptionsContext) =>
    (await schema.columns(auth, String(input.table))).map(({ name, type }) => ({
      value: name,
      label: `${name} (${type})`,
    }))
  const table = dropdown({
    label: 'Table',
    options: async ({ auth }) => (await schema.tables(auth)).map((value) => ({ value, label: value })),
  })
  const column = (label: string) => dropdown({ label, dependsOn: ['table'], options: columnChoices })
  const args = list({
    label: 'Arguments',
    description: `The values for ${place}. They are bound, never written into the SQL.`,
    required: false,
  })
  const values = (partial: boolean) =>
    dynamicFields({
      label: 'Values',
      dependsOn: ['table'],
      fields: async ({ auth, input }) =>
        z.object(
          Object.fromEntries(
            (await schema.columns(auth, String(input.table))).map((each) => [
              each.name,
              fieldOf(each, partial),
            ]),
          ),
        ),
    })
  return {
    column,
    table,
    query: longText({
      label: 'Query',
      description: `SQL with ${place} where arguments go. Never write values from elsewhere into it.`,
    }),
    find: {
      table,
      condition: shortText({
        label: 'Condition',
        description: `What follows WHERE, with ${place} where arguments go. All rows where empty.`,
        required: false,
      }),
      args,
      columns: dropdowns({
        label: 'Columns',
        description: 'All where empty.',
        required: false,
        dependsOn: ['table'],
        options: columnChoices,
      }),
      limit: number({ label: 'At most', defaultValue: ROWS_BY_DEFAULT, min: 1, max: MAX_ROWS }),
    },
    args,
    insert: { table, values: values(false) },
    update: { table, values: values(true), ...search(column) },
    delete: { table, ...search(column) },
  }
}

const search = (column: (label: string) => ReturnType<typeof dropdown>) => ({
  search_column: column('Column to search'),
  search_value: shortText({ label: 'Value to search for' }),
})

/** The form's field for a column. Whatever is given is bound as it is; the database says whether it fits. */
function fieldOf({ name, type, required }: Column, partial: boolean) {
  const options = { label: name, description: type, required: required && !partial }
  if (/^bool/.test(type)) return checkbox(options)
  if (/^json/.test(type)) return json(options)
  return anyValue(options)
}

import * as z from 'zod'
import {
  checkbox,
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
import { type Column, isWritable, listColumns } from './columns.ts'
import { read } from './service.ts'

/** Most of anything that is offered. */
const OFFERED = 100

const Named = z.object({ id: z.string(), name: z.string() })
const Titled = z.object({ id: z.string(), title: z.string() })

/** A workspace of the account. */
export const workspace = () =>
  dropdown({
    label: 'Workspace',
    async options({ http }) {
      const query = `{ workspaces(limit: ${OFFERED}) { id name } }`
      const { workspaces } = await read(http, query, {}, z.object({ workspaces: z.array(Named) }))
      return workspaces.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** A board of the workspace. */
export const board = () =>
  dropdown({
    label: 'Board',
    dependsOn: ['workspace_id'],
    async options({ http, input }) {
      const query = `query ($workspace: ID) { boards(workspace_ids: [$workspace], limit: ${OFFERED}) { id name type } }`
      const Boards = z.object({ boards: z.array(Named.extend({ type: z.string().nullish() })) })
      const { boards } = await read(http, query, { workspace: input.workspace_id }, Boards)
      const real = boards.filter(({ type }) => !type || type === 'board')
      return real.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** A group of the board. */
export const group = () =>
  dropdown({
    label: 'Group',
    required: false,
    dependsOn: ['board_id'],
    async options({ http, input }) {
      const query = 'query ($board: ID!) { boards(ids: [$board]) { groups { id title } } }'
      const Boards = z.object({ boards: z.tuple([z.object({ groups: z.array(Titled) })]) })
      const { boards } = await read(http, query, { board: input.board_id }, Boards)
      return boards[0].groups.map(({ id, title }) => ({ value: id, label: title }))
    },
  })

/** An item of the board; its first hundred are offered. */
export const item = () =>
  dropdown({
    label: 'Item',
    description: 'Its id.',
    dependsOn: ['board_id'],
    async options({ http, input }) {
      const query = `query ($board: ID!) { boards(ids: [$board]) { items_page(limit: ${OFFERED}) { items { id name } } } }`
      const Boards = z.object({
        boards: z.tuple([z.object({ items_page: z.object({ items: z.array(Named) }) })]),
      })
      const { boards } = await read(http, query, { board: input.board_id }, Boards)
      return boards[0].items_page.items.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

const columnChoices =
  (fits: (column: Column) => boolean) =>
  async ({ http, input }: OptionsContext) => {
    const columns = await listColumns(http, String(input.board_id))
    return columns.filter(fits).map(({ id, title }) => ({ value: id, label: title }))
  }

/** Columns of the board. */
export const columnIds = () =>
  dropdowns({
    label: 'Only these columns',
    required: false,
    dependsOn: ['board_id'],
    options: columnChoices(() => true),
  })

/** A column of the board; of one type where that is given. */
export const column = (label: string, type?: string) =>
  dropdown({
    label,
    dependsOn: ['board_id'],
    options: columnChoices((column) => type === undefined || column.type === type),
  })

/** A field for each column of the board that can be set, by id. */
export const columnFields = () =>
  dynamicFields({
    label: 'Columns',
    dependsOn: ['board_id'],
    async fields({ http, input }) {
      const columns = (await listColumns(http, String(input.board_id))).filter(isWritable)
      return z.object(Object.fromEntries(columns.map((column) => [column.id, fieldFor(column)])))
    },
  })

/** How values are written that have parts. */
const HINTS: Readonly<Record<string, string>> = {
  timeline: 'From and to: 2026-05-01;2026-05-31',
  week: 'Its first and last day: 2026-05-04;2026-05-10',
  hour: 'Such as 16:30',
  phone: 'Number and country: +34600000000-ES',
  country: 'Code and name: ES-Spain',
  location: 'Latitude, longitude and address: 40.4|-3.7|Madrid',
  world_clock: 'Such as Europe/Madrid',
  people: 'Ids of people, with commas between.',
  board_relation: 'Ids of items, with commas between.',
  dependency: 'Ids of items, with commas between.',
  tags: 'Ids of tags, with commas between.',
}

function fieldFor(column: Column) {
  const { title, type } = column
  const description = HINTS[type]
  const about = { label: title, required: false, ...(description && { description }) } as const
  const labels = labelsOf(column)
  switch (type) {
    case 'status':
      return labels.length > 0 ? choice({ ...about, choices: labels }) : shortText(about)
    case 'dropdown':
      return labels.length > 0 ? choices({ ...about, choices: labels }) : shortText(about)
    case 'checkbox':
      return checkbox(about)
    case 'numbers':
    case 'rating':
      return number(about)
    case 'date':
      return dateTime(about)
    case 'long_text':
      return longText(about)
    default:
      return shortText(about)
  }
}

const Settings = z.object({
  labels: z.union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string() }))]),
})

/** The labels of a status or dropdown column; monday.com gives its settings as JSON text. */
function labelsOf({ settings_str }: Column) {
  const { data } = Settings.safeParse(JSON.parse(settings_str || '{}'))
  const labels = data?.labels ?? []
  const names = Array.isArray(labels) ? labels.map(({ name }) => name) : Object.values(labels)
  return names.filter(Boolean).map((name) => ({ value: name, label: name }))
}

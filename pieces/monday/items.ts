import * as z from 'zod'
import { checkbox, longText, number, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { columnValues, Item, listColumns, plainItem, VALUE_FIELDS } from './columns.ts'
import { board, column, columnFields, columnIds, group, item, workspace } from './inputs.ts'
import { ask, monday, read } from './service.ts'

/** Most items of one page, set by monday.com. */
const PAGE = 500

const ofBoard = { workspace_id: workspace(), board_id: board() }
const ofItem = { ...ofBoard, item_id: item() }
const createLabels = () =>
  checkbox({
    label: 'Add labels that are missing',
    description: 'Needs permission to change the board.',
    defaultValue: false,
  })

/** Adds an item. */
export const createItem = monday.action({
  name: 'monday_create_item',
  displayName: 'Create an item',
  description: 'Adds an item to a board.',
  input: z.object({
    ...ofBoard,
    group_id: group(),
    item_name: shortText({ label: 'Name' }),
    column_values: columnFields(),
    create_labels_if_missing: createLabels(),
  }),
  idempotent: false,
  async run({ input, http }) {
    const columns = await listColumns(http, input.board_id)
    const query = `mutation ($board: ID!, $group: String, $name: String!, $values: JSON, $labels: Boolean) {
      create_item(board_id: $board, group_id: $group, item_name: $name, column_values: $values, create_labels_if_missing: $labels) { id name url }
    }`
    return ask(http, query, {
      board: input.board_id,
      group: input.group_id,
      name: input.item_name,
      values: columnValues(columns, input.column_values),
      labels: input.create_labels_if_missing,
    })
  },
})

const CHANGE = `mutation ($board: ID!, $item: ID!, $values: JSON!, $labels: Boolean) {
  change_multiple_column_values(board_id: $board, item_id: $item, column_values: $values, create_labels_if_missing: $labels) { id name url }
}`

/** Changes columns. */
export const updateColumns = monday.action({
  name: 'monday_update_column_values_of_item',
  displayName: 'Update columns of an item',
  description: 'Changes the columns that are filled in; the others keep their values.',
  input: z.object({ ...ofItem, column_values: columnFields(), create_labels_if_missing: createLabels() }),
  idempotent: true,
  async run({ input, http }) {
    const columns = await listColumns(http, input.board_id)
    return ask(http, CHANGE, {
      board: input.board_id,
      item: input.item_id,
      values: columnValues(columns, input.column_values),
      labels: input.create_labels_if_missing,
    })
  },
})

/** Changes a status. */
export const changeStatus = monday.action({
  name: 'monday_change_status',
  displayName: 'Change a status',
  description: 'Sets a status column of an item to a label.',
  input: z.object({
    ...ofItem,
    column_id: column('Status column', 'status'),
    label: shortText({ label: 'Label', description: 'Such as Done.' }),
    create_labels_if_missing: createLabels(),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    ask(http, CHANGE, {
      board: input.board_id,
      item: input.item_id,
      values: JSON.stringify({ [input.column_id]: { label: input.label } }),
      labels: input.create_labels_if_missing,
    }),
})

/** Renames an item. */
export const updateName = monday.action({
  name: 'monday_update_item_name',
  displayName: 'Rename an item',
  description: 'Gives an item another name.',
  input: z.object({ ...ofItem, item_name: shortText({ label: 'Name' }) }),
  idempotent: true,
  run: ({ input, http }) =>
    ask(http, CHANGE, {
      board: input.board_id,
      item: input.item_id,
      values: JSON.stringify({ name: input.item_name }),
      labels: false,
    }),
})

/** Writes an update. */
export const createUpdate = monday.action({
  name: 'monday_create_update',
  displayName: 'Write an update',
  description: 'Writes below an item.',
  input: z.object({
    item_id: shortText({ label: 'Item', description: 'Its id.' }),
    body: longText({ label: 'Text' }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    ask(
      http,
      'mutation ($item: ID!, $body: String!) { create_update(item_id: $item, body: $body) { id body } }',
      {
        item: input.item_id,
        body: input.body,
      },
    ),
})

/** Adds a group. */
export const createGroup = monday.action({
  name: 'monday_create_group',
  displayName: 'Create a group',
  description: 'Adds a group to a board.',
  input: z.object({ ...ofBoard, group_name: shortText({ label: 'Name' }) }),
  idempotent: false,
  run: ({ input, http }) =>
    ask(
      http,
      'mutation ($board: ID!, $name: String!) { create_group(board_id: $board, group_name: $name) { id title } }',
      { board: input.board_id, name: input.group_name },
    ),
})

/** Deletes an item. */
export const deleteItem = monday.action({
  name: 'monday_delete_item',
  displayName: 'Delete an item',
  description: 'Deletes an item.',
  input: z.object(ofItem),
  idempotent: true,
  run: ({ input, http }) =>
    ask(http, 'mutation ($item: ID!) { delete_item(item_id: $item) { id } }', { item: input.item_id }),
})

/** An item with its columns, or undefined where there is none. */
export async function readItem(http: ServiceHttp, id: string, columns?: readonly string[]) {
  const query = `query ($id: ID!, $columns: [String!]) {
    items(ids: [$id]) { id name column_values(ids: $columns) { ${VALUE_FIELDS} } }
  }`
  const variables = { id, ...(columns?.length && { columns }) }
  const { items } = await read(http, query, variables, z.object({ items: z.array(Item) }))
  return items[0]
}

/** Reads an item. */
export const getItem = monday.action({
  name: 'monday_get_item_column_values',
  displayName: 'Get an item',
  description: "An item's name and columns.",
  input: z.object({ ...ofItem, column_ids: columnIds() }),
  idempotent: true,
  async run({ input, http }) {
    const found = await readItem(http, input.item_id, input.column_ids)
    return found ? plainItem(found) : null
  },
})

const Page = z.object({ cursor: z.string().nullish(), items: z.array(Item) })

/** Reads a board's items. */
export const listItems = monday.action({
  name: 'monday_get_board_values',
  displayName: 'List the items of a board',
  description: 'Items of a board with their columns.',
  input: z.object({
    ...ofBoard,
    column_ids: columnIds(),
    limit: number({ label: 'At most', defaultValue: 500, min: 1, max: 5000 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const variables = { ...(input.column_ids?.length && { columns: input.column_ids }) }
    const fields = `cursor items { id name column_values(ids: $columns) { ${VALUE_FIELDS} } }`
    const first = `query ($board: ID!, $limit: Int!, $columns: [String!]) {
      boards(ids: [$board]) { items_page(limit: $limit) { ${fields} } }
    }`
    const next = `query ($cursor: String!, $limit: Int!, $columns: [String!]) {
      next_items_page(cursor: $cursor, limit: $limit) { ${fields} }
    }`
    const limit = Math.min(PAGE, input.limit)
    const Boards = z.object({ boards: z.tuple([z.object({ items_page: Page })]) })
    const { boards } = await read(http, first, { ...variables, board: input.board_id, limit }, Boards)
    const found = [...boards[0].items_page.items]
    let { cursor } = boards[0].items_page
    while (cursor && found.length < input.limit) {
      const Next = z.object({ next_items_page: Page })
      const rest = Math.min(PAGE, input.limit - found.length)
      const { next_items_page } = await read(http, next, { ...variables, cursor, limit: rest }, Next)
      found.push(...next_items_page.items)
      cursor = next_items_page.cursor
    }
    return found.map(plainItem)
  },
})

/** Finds items by a column. */
export const findItems = monday.action({
  name: 'monday_find_items',
  displayName: 'Find items',
  description: 'Items where a column has a value.',
  input: z.object({
    ...ofBoard,
    column_id: column('Column'),
    column_value: shortText({ label: 'Value', description: 'As the board shows it.' }),
    limit: number({ label: 'At most', defaultValue: 25, min: 1, max: PAGE }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const query = `query ($board: ID!, $column: String!, $value: String, $limit: Int!) {
      items_page_by_column_values(board_id: $board, limit: $limit, columns: [{ column_id: $column, column_values: [$value] }]) {
        cursor items { id name column_values { ${VALUE_FIELDS} } }
      }
    }`
    const variables = {
      board: input.board_id,
      column: input.column_id,
      value: input.column_value,
      limit: input.limit,
    }
    const Found = z.object({ items_page_by_column_values: Page })
    const { items_page_by_column_values: page } = await read(http, query, variables, Found)
    return page.items.map(plainItem)
  },
})

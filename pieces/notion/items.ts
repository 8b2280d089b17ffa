import * as z from 'zod'
import { json, longText, number } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { blocksOf } from './blocks.ts'
import { append, MAX_BLOCKS } from './content.ts'
import { database, item, properties } from './inputs.ts'
import { filtersOf, propertiesOf, withFields } from './properties.ts'
import { notion } from './service.ts'
import { findSource, queryItems } from './sources.ts'

const Page = z.looseObject({ id: z.string(), properties: z.unknown() })

/** Adds a page with its content, however long. */
export async function createWithContent(http: ServiceHttp, page: object, content: string | undefined) {
  const blocks = content ? await blocksOf(content) : []
  const created = await http.post('/v1/pages', {
    json: { ...page, ...(blocks.length > 0 && { children: blocks.slice(0, MAX_BLOCKS) }) },
    answer: Page,
  })
  await append(http, created.id, blocks.slice(MAX_BLOCKS))
  return created
}

/** Adds an item to a database. */
export const createItem = notion.action({
  name: 'create_database_item',
  displayName: 'Create a database item',
  description: 'Adds an item with its properties, and content where given.',
  input: z.object({
    database_id: database(),
    databaseFields: properties('Properties'),
    content: longText({ label: 'Content', description: 'In Markdown.', required: false }),
  }),
  idempotent: false,
  async run({ input, http }) {
    const source = await findSource(http, input.database_id)
    const page = {
      parent: { type: 'data_source_id', data_source_id: source.id },
      properties: propertiesOf(source.properties, input.databaseFields),
    }
    return withFields(await createWithContent(http, page, input.content))
  },
})

/** Changes an item. */
export const updateItem = notion.action({
  name: 'update_database_item',
  displayName: 'Update a database item',
  description: 'Changes the properties that are filled in; the others keep their values.',
  input: z.object({
    database_id: database(),
    database_item_id: item(),
    databaseFields: properties('Properties'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const source = await findSource(http, input.database_id)
    const page = await http.patch(at`/v1/pages/${input.database_item_id}`, {
      json: { properties: propertiesOf(source.properties, input.databaseFields) },
      answer: Page,
    })
    return withFields(page)
  },
})

/** Finds items. */
export const findItems = notion.action({
  name: 'notion-find-database-item',
  displayName: 'Find database items',
  description: 'The items whose properties equal what is filled in.',
  input: z.object({
    database_id: database(),
    filterDatabaseFields: properties('Properties to match'),
    filter: json({
      label: 'Further filter',
      description: "Notion's own filter object, such as a date range.",
      required: false,
    }),
    limit: number({ label: 'At most', defaultValue: 100, min: 1, max: 1000 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const source = await findSource(http, input.database_id)
    const filters = [...filtersOf(source.properties, input.filterDatabaseFields)]
    const all = input.filter ? [...filters, input.filter] : filters
    const query = all.length > 0 ? { filter: { and: all } } : {}
    const results = (await queryItems(http, source.id, query, input.limit)).map(withFields)
    return { success: results.length > 0, results }
  },
})

const archiving = (isArchived: boolean) => ({
  input: z.object({ database_id: database(), database_item_id: item() }),
  idempotent: true,
  run: ({ input, http }: { input: { database_item_id: string }; http: ServiceHttp }) =>
    http.patch(at`/v1/pages/${input.database_item_id}`, { json: { archived: isArchived } }),
})

/** Puts an item into the trash. */
export const archiveItem = notion.action({
  name: 'archive_database_item',
  displayName: 'Archive a database item',
  description: 'Moves an item to the trash.',
  ...archiving(true),
})

/** Takes an item out of the trash. */
export const restoreItem = notion.action({
  name: 'restore_database_item',
  displayName: 'Restore a database item',
  description: 'Takes an item out of the trash.',
  ...archiving(false),
})

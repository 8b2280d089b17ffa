import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { database } from './inputs.ts'
import { withFields } from './properties.ts'
import { notion } from './service.ts'
import { findSource, queryItems } from './sources.ts'

/** Most items of one poll. */
const MAX_ITEMS = 500
/** Most of a poll that has nothing to go by yet. */
const FIRST = 50

const sampleData = {
  object: 'page',
  id: '59833787-2cf9-4fdf-8782-e53db20768a5',
  created_time: '2026-05-01T09:30:00.000Z',
  last_edited_time: '2026-05-01T09:30:00.000Z',
  url: 'https://www.notion.so/Ana-Ruiz-598337872cf94fdf8782e53db20768a5',
  properties: {
    Name: { id: 'title', type: 'title', title: [{ type: 'text', plain_text: 'Ana Ruiz' }] },
    Status: { id: 'a%3Db', type: 'select', select: { id: '1', name: 'To call', color: 'yellow' } },
  },
  fields: { Name: 'Ana Ruiz', Status: 'To call' },
}

/** The items that were made or changed since. Notion's times have minutes, so the last minute is asked for again. */
async function pollBy(
  timestamp: 'created_time' | 'last_edited_time',
  { http, input, since }: { http: ServiceHttp; input: { database_id: string }; since?: number },
): Promise<PollItem[]> {
  const { id: sourceId } = await findSource(http, input.database_id)
  const filter = since !== undefined && {
    filter: { timestamp, [timestamp]: { on_or_after: new Date(since).toISOString() } },
  }
  const query = { ...filter, sorts: [{ timestamp, direction: 'descending' }] }
  const items = await queryItems(http, sourceId, query, since === undefined ? FIRST : MAX_ITEMS)
  return items.map((item) => {
    const time = String(item[timestamp])
    const id = timestamp === 'created_time' ? item.id : `${item.id}|${time}`
    return { id, at: Date.parse(time), data: withFields(item) as unknown as Json }
  })
}

/** An item was added. */
export const newItem = notion.trigger({
  name: 'new_database_item',
  displayName: 'New database item',
  description: 'Starts when an item is added to a database.',
  type: 'POLLING',
  input: z.object({ database_id: database() }),
  sampleData,
  poll: (context) => pollBy('created_time', context),
})

/** An item was changed. Notion tells changes by the minute: several within one start one run. */
export const updatedItem = notion.trigger({
  name: 'updated_database_item',
  displayName: 'Updated database item',
  description: 'Starts when an item of a database is added or changed.',
  type: 'POLLING',
  input: z.object({ database_id: database() }),
  sampleData,
  poll: (context) => pollBy('last_edited_time', context),
})

import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** Most that Notion gives on one page. */
const PAGE = 100

const Source = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.looseObject({ name: z.string(), type: z.string() })),
})
const Database = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })

/**
 * The data source of an id. A database's id counts too: it means the first of its data sources, as workflows written
 * before Notion had several have it.
 */
export async function findSource(http: ServiceHttp, id: string) {
  const read = (sourceId: string) => http.get(at`/v1/data_sources/${sourceId}`, { answer: Source })
  try {
    return await read(id)
  } catch (error) {
    if (!isCoded(error) || error.code !== 'RESOURCE_NOT_FOUND') throw error
    const { data_sources } = await http.get(at`/v1/databases/${id}`, { answer: Database })
    return read(data_sources[0]?.id ?? id)
  }
}

const Results = z.object({
  results: z.array(
    z.looseObject({
      id: z.string(),
      created_time: z.string().optional(),
      last_edited_time: z.string().optional(),
      properties: z.unknown(),
    }),
  ),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
})

/** A page, item or data source in a list. */
export type Found = z.output<typeof Results>['results'][number]

async function collect(http: ServiceHttp, path: string, body: object, limit: number): Promise<Found[]> {
  const found: Found[] = []
  let cursor: string | null = null
  do {
    const page: z.output<typeof Results> = await http.post(path, {
      json: {
        ...body,
        page_size: Math.min(PAGE, limit - found.length),
        ...(cursor && { start_cursor: cursor }),
      },
      answer: Results,
    })
    found.push(...page.results)
    cursor = page.has_more ? page.next_cursor : null
  } while (cursor && found.length < limit)
  return found
}

/** Items of a data source, up to `limit`. */
export const queryItems = (http: ServiceHttp, sourceId: string, query: object, limit: number) =>
  collect(http, at`/v1/data_sources/${sourceId}/query`, query, limit)

/** Pages or data sources by title, those that changed last first. */
export const search = (http: ServiceHttp, value: 'page' | 'data_source', query = '', limit = PAGE) =>
  collect(
    http,
    '/v1/search',
    {
      ...(query && { query }),
      filter: { property: 'object', value },
      sort: { timestamp: 'last_edited_time', direction: 'descending' },
    },
    limit,
  )

import * as z from 'zod'
import type { QueryValue, ServiceHttp } from '../../src/piece/service-http.ts'

/** Most pages read of one list, whatever the limit: an end to lists that are nearly empty page after page. */
const MAX_PAGES = 20

interface Listing<S extends z.ZodType> {
  /** where an answer has the items: `files`, `items` */
  in: string
  item: S
  query?: Readonly<Record<string, QueryValue>>
  limit: number
}

/** The first `limit` items of one of Google's lists, which come in pages. */
export async function listItems<S extends z.ZodType>(
  http: ServiceHttp,
  path: string,
  { in: name, item, query, limit }: Listing<S>,
): Promise<z.output<S>[]> {
  const Page = z.looseObject({ nextPageToken: z.string().optional(), [name]: z.array(item).optional() })
  const found: z.output<S>[] = []
  let pageToken: string | undefined
  for (let page = 0; page < MAX_PAGES && found.length < limit; page++) {
    const answer = await http.get(path, { query: { ...query, pageToken }, answer: Page })
    found.push(...((answer[name] ?? []) as z.output<S>[]))
    pageToken = String(answer.nextPageToken ?? '') || undefined
    if (!pageToken) break
  }
  return found.slice(0, limit)
}

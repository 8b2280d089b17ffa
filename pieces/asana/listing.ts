import * as z from 'zod'
import type { QueryValue, ServiceHttp } from '../../src/piece/service-http.ts'

/** Most that Asana gives on one page. */
const PAGE = 100
/** Pages read of one list. */
const MAX_PAGES = 5

const Page = z.object({
  data: z.array(z.looseObject({ gid: z.string(), name: z.string().nullish() })),
  next_page: z.object({ offset: z.string() }).nullish(),
})

/** A thing of Asana's as a list holds it. */
export type Listed = z.output<typeof Page>['data'][number]

/** A list, page by page, until there are `limit`. */
export async function listAll(
  http: ServiceHttp,
  path: string,
  query: Record<string, QueryValue> = {},
  limit = PAGE * MAX_PAGES,
): Promise<Listed[]> {
  const found: Listed[] = []
  let offset: string | undefined
  do {
    const page = await http.get(path, {
      query: { ...query, limit: Math.min(PAGE, limit - found.length), offset },
      answer: Page,
    })
    found.push(...page.data)
    offset = page.next_page?.offset
  } while (offset && found.length < limit)
  return found
}

/** Asana wraps every answer in `data`. */
export const Wrapped = z.object({ data: z.unknown() })

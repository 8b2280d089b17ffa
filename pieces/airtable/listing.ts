import * as z from 'zod'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'

const PAGE = 100

const Page = z.object({
  records: z.array(z.looseObject({ id: z.string(), createdTime: z.string(), fields: z.looseObject({}) })),
  offset: z.string().optional(),
})

/** A record as Airtable gives it. */
export type AirtableRecord = z.output<typeof Page>['records'][number]

/** Records of a table, page by page, until there are `limit`. */
export async function listRecords(
  http: ServiceHttp,
  { base, table }: { base: string; table: string },
  query: Record<string, QueryValue>,
  limit: number,
): Promise<AirtableRecord[]> {
  const found: AirtableRecord[] = []
  let offset: string | undefined
  do {
    const pageSize = Math.min(PAGE, limit - found.length)
    const page = await http.get(at`/${base}/${table}`, {
      query: { ...query, pageSize, offset },
      answer: Page,
    })
    found.push(...page.records)
    offset = page.offset
  } while (offset && found.length < limit)
  return found
}

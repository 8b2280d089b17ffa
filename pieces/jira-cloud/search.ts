import * as z from 'zod'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** The most Jira gives at once. */
const PAGE = 100

const Page = z.object({
  issues: z.array(
    z.looseObject({ id: z.string(), key: z.string(), fields: z.record(z.string(), z.json()).default({}) }),
  ),
  nextPageToken: z.string().nullish(),
})

/** An issue as a search gives it. */
export type Issue = z.output<typeof Page>['issues'][number]

/** The issues a query in JQL finds. */
export async function search(
  http: ServiceHttp,
  { jql, fields, limit }: { jql: string; fields: readonly string[]; limit: number },
): Promise<Issue[]> {
  const found: Issue[] = []
  let nextPageToken: string | undefined
  do {
    const json = { jql, fields: [...fields], maxResults: Math.min(PAGE, limit - found.length), nextPageToken }
    const page = await http.post('/search/jql', { json, answer: Page })
    found.push(...page.issues)
    nextPageToken = page.issues.length > 0 ? (page.nextPageToken ?? undefined) : undefined
  } while (nextPageToken && found.length < limit)
  return found
}

import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { oauth2 } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import type { QueryValue, ServiceHttp } from '../../src/piece/service-http.ts'

/** Pages read of one list: the rest is reached with a filter. */
const MAX_PAGES = 10

/** What the pieces of Microsoft 365 say each for itself. */
export interface GraphService {
  name: string
  displayName: string
  description: string
  categories: readonly string[]
  /** delegated permissions beside those that every login needs */
  scopes: readonly string[]
}

/** A service behind Microsoft Graph: one login, one address, one kind of errors. */
export function graphService({ scopes, ...said }: GraphService) {
  return service({
    ...said,
    auth: [
      oauth2({
        description: 'An app registration in Microsoft Entra ID with these delegated permissions.',
        authUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
        // Without offline_access no refresh token is given.
        scopes: ['offline_access', 'User.Read', ...scopes],
      }),
    ],
    baseUrl: 'https://graph.microsoft.com/v1.0',
    authorize: ({ accessToken }) => ({ headers: { authorization: `Bearer ${accessToken}` } }),
    validate: ({ http }) => http.get('/me', { query: { $select: 'id' } }),
  })
}

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() })

/** How a list is read. */
export interface ListRequest<S extends z.ZodType> {
  query?: Readonly<Record<string, QueryValue>>
  headers?: Record<string, string>
  /** says as much of an item as the piece needs */
  item: S
  /** most items; all of MAX_PAGES pages where unset */
  limit?: number
}

/** The items of a list, page after page: https://learn.microsoft.com/graph/paging */
export async function listValues<S extends z.ZodType = z.ZodType<Json>>(
  http: ServiceHttp,
  path: string,
  { query, headers, item, limit = Infinity }: ListRequest<S>,
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = []
  const items = Page.extend({ value: z.array(item) })
  let next: string | undefined = path
  for (let page = 0; next && page < MAX_PAGES && found.length < limit; page++) {
    // The link to the next page holds the query already.
    const asked = { ...(page === 0 && query && { query }), ...(headers && { headers }) }
    const read: z.output<typeof items> = await http.get(next, { ...asked, answer: items })
    found.push(...(read.value as z.output<S>[]))
    next = read['@odata.nextLink']
  }
  return found.slice(0, limit)
}

/** An object of Graph's: any fields, with its id. */
export const Entity = z.looseObject({ id: z.string() })

/** Text inside a filter of OData's. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

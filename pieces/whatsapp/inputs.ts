import * as z from 'zod'
import type { Credential } from '../../src/piece/auth.ts'
import { dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { at } from '../../src/piece/service-http.ts'

const PAGE = 100
/** Pages read of a list: an account with more is searched by typing the id. */
const MAX_PAGES = 5

const Page = z.object({
  data: z.array(z.looseObject({ id: z.string() })),
  paging: z.object({ cursors: z.object({ after: z.string().optional() }).optional() }).optional(),
})

/** What the business account has of a kind, page after page. */
export async function listOf(http: ServiceHttp, accountId: string, kind: string) {
  const found: z.output<typeof Page>['data'] = []
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data, paging } = await http.get(at`/${accountId}/${kind}`, {
      query: { limit: PAGE, after },
      answer: Page,
    })
    found.push(...data)
    after = paging?.cursors?.after
    if (data.length < PAGE || !after) break
  }
  return found
}

const Account = z.object({ fields: z.object({ businessAccountId: z.string() }) })

const accountOf = (auth: Credential) => Account.parse(auth).fields.businessAccountId

async function listNumbers({ http, auth }: OptionsContext) {
  const numbers = await listOf(http, accountOf(auth), 'phone_numbers')
  return numbers.map(({ id, verified_name, display_phone_number }) => ({
    value: id,
    label: `${verified_name} (${display_phone_number})`,
  }))
}

/** A number of the business. */
export const businessNumber = () => dropdown({ label: 'From', options: listNumbers })

/** A number of the business, or any. */
export const anyBusinessNumber = () =>
  dropdown({ label: 'Only to this number', required: false, options: listNumbers })

/** A template of the business. */
export const template = () =>
  dropdown({
    label: 'Template',
    description: 'Only approved ones are sent.',
    async options({ http, auth }) {
      const templates = await listOf(http, accountOf(auth), 'message_templates')
      return templates.map(({ id, name, language }) => ({ value: id, label: `${name} (${language})` }))
    },
  })

/** Who is written to. */
export const recipient = () => shortText({ label: 'To', description: 'With its country code: +34600000000' })

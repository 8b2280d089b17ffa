import * as z from 'zod'
import { shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { folder } from './inputs.ts'
import { messagesIn } from './reading.ts'
import { outlook } from './service.ts'

/** E-mails asked for at once, and shown where there is no time to begin at. */
const PAGE = 50
const FIRST = 10

const Address = z.object({ emailAddress: z.object({ address: z.string().optional() }) })
const Mail = Entity.extend({
  internetMessageId: z.string().nullish(),
  receivedDateTime: z.string(),
  from: Address.nullish(),
  toRecipients: z.array(Address).nullish(),
})

const sampleData = {
  id: 'AAMkAGI2THVSAAA=',
  internetMessageId: '<CAF1@mail.example.com>',
  receivedDateTime: '2026-05-04T09:12:31Z',
  subject: 'Call me back',
  bodyPreview: 'Could somebody call me this afternoon?',
  body: { contentType: 'text', content: 'Could somebody call me this afternoon?' },
  from: { emailAddress: { name: 'Ana Ruiz', address: 'ana@example.com' } },
  toRecipients: [{ emailAddress: { address: 'info@example.com' } }],
  hasAttachments: false,
  isRead: false,
}

async function newMails(
  http: ServiceHttp,
  folderId: string,
  since: number | undefined,
  isWanted: (mail: z.output<typeof Mail>) => boolean = () => true,
): Promise<PollItem[]> {
  const first = since === undefined
  const mails = await listValues(http, messagesIn(folderId), {
    query: {
      $filter: first ? undefined : `receivedDateTime ge ${new Date(since).toISOString()}`,
      $orderby: 'receivedDateTime desc',
      $top: first ? FIRST : PAGE,
    },
    item: Mail,
    ...(first && { limit: FIRST }),
  })
  return mails.filter(isWanted).map((mail) => ({
    // The id changes where an e-mail is moved away and back.
    id: mail.internetMessageId || mail.id,
    at: Date.parse(mail.receivedDateTime),
    data: mail as PollItem['data'],
  }))
}

/** True where nothing is asked for, or one of the addresses is the one asked for. */
const isAmong = (
  wanted: string | undefined,
  found: readonly (z.output<typeof Address> | null | undefined)[],
) =>
  !wanted || found.some((each) => each?.emailAddress.address?.toLowerCase() === wanted.trim().toLowerCase())

/** An e-mail came in. */
export const newEmail = outlook.trigger({
  name: 'newEmail',
  displayName: 'New e-mail',
  description: 'Starts for every e-mail that arrives in the inbox.',
  type: 'POLLING',
  input: z.object({
    sender: shortText({ label: 'Only from', description: 'An e-mail address.', required: false }),
    recipient: shortText({ label: 'Only to', description: 'An e-mail address.', required: false }),
  }),
  sampleData,
  poll: ({ http, input: { sender, recipient }, since }) =>
    newMails(
      http,
      'inbox',
      since,
      ({ from, toRecipients }) => isAmong(sender, [from]) && isAmong(recipient, toRecipients ?? []),
    ),
})

/** An e-mail came into a folder. */
export const newEmailInFolder = outlook.trigger({
  name: 'newEmailInFolder',
  displayName: 'New e-mail in a folder',
  description: 'Starts for every e-mail that arrives in a folder, by a rule for example.',
  type: 'POLLING',
  input: z.object({ folderId: folder({ label: 'Folder' }) }),
  sampleData,
  poll: ({ http, input, since }) => newMails(http, input.folderId, since),
})

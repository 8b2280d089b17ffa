import * as z from 'zod'
import { checkbox, dateTime, number, shortText } from '../../src/piece/fields.ts'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'
import { listItems } from '../_google/pages.ts'
import { rfc3339 } from '../_google/time.ts'
import { criteria, labelId, message, queryOf } from './inputs.ts'
import { fromBase64Url, type Mail, readMail } from './message.ts'
import { gmail } from './service.ts'

/** Messages read at a time: Gmail limits what one account may ask for in a second. */
const AT_ONCE = 10
/** Most ids in one page. */
const MAX_PAGE = 500

/** Reads the newest messages that fit. */
export async function findMails(
  http: ServiceHttp,
  query: Readonly<Record<string, QueryValue>>,
  limit: number,
): Promise<Mail[]> {
  const found = await listItems(http, '/users/me/messages', {
    in: 'messages',
    item: z.object({ id: z.string() }),
    query: { maxResults: Math.min(limit, MAX_PAGE), ...query },
    limit,
  })
  const mails: Mail[] = []
  for (let start = 0; start < found.length; start += AT_ONCE) {
    const some = found.slice(start, start + AT_ONCE)
    mails.push(...(await Promise.all(some.map(({ id }) => readMail(http, id)))))
  }
  return mails
}

const seconds = (field: string, text: string) => Math.floor(Date.parse(rfc3339(field, text)) / 1000)

/** Finds e-mails. */
export const searchMails = gmail.action({
  name: 'gmail_search_mail',
  displayName: 'Find e-mails',
  description: 'The newest e-mails that fit what is filled in.',
  input: z.object({
    ...criteria,
    content: shortText({ label: 'Text', description: 'These words in this order.', required: false }),
    has_attachment: checkbox({ label: 'With attachments only', defaultValue: false }),
    attachment_name: shortText({ label: 'Name of an attachment', required: false }),
    after_date: dateTime({ label: 'After', required: false }),
    before_date: dateTime({ label: 'Before', required: false }),
    query: shortText({ label: 'Search', description: 'In Gmail’s own words: is:unread', required: false }),
    include_spam_trash: checkbox({ label: 'Spam and trash too', defaultValue: false }),
    max_results: number({ label: 'At most', defaultValue: 10, min: 1, max: 500 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { content, after_date: after, before_date: before, attachment_name: name, label } = input
    const conditions = [
      ...queryOf(input),
      ...(content ? [`"${content.replaceAll('"', '')}"`] : []),
      ...(input.has_attachment ? ['has:attachment'] : []),
      ...(name ? [`filename:(${name})`] : []),
      ...(after ? [`after:${seconds('after_date', after)}`] : []),
      ...(before ? [`before:${seconds('before_date', before)}`] : []),
      ...(input.query ? [input.query] : []),
    ]
    const query = {
      q: conditions.join(' '),
      labelIds: label && labelId(label),
      includeSpamTrash: input.include_spam_trash || undefined,
    }
    const messages = await findMails(http, query, input.max_results)
    return { found: messages.length > 0, results: { messages, count: messages.length } }
  },
})

/** Reads one e-mail. */
export const getMail = gmail.action({
  name: 'gmail_get_mail',
  displayName: 'Get an e-mail',
  description: 'Reads an e-mail: its text, who wrote it to whom, and what is attached.',
  input: z.object({ message_id: message() }),
  idempotent: true,
  run: ({ input, http }) => readMail(http, input.message_id),
})

const Attachment = z.object({ data: z.string(), size: z.number().default(0) })

/** Gets an attached file. */
export const getAttachment = gmail.action({
  name: 'gmail_get_attachment',
  displayName: 'Get an attachment',
  description: 'Gets a file that is attached to an e-mail.',
  input: z.object({
    message_id: message(),
    attachment_id: shortText({ label: 'Attachment', description: 'The attachmentId of an e-mail.' }),
    file_name: shortText({ label: 'Name of the file', defaultValue: 'attachment' }),
    content_type: shortText({
      label: 'Kind of the file',
      description: 'The mimeType of the attachment.',
      defaultValue: 'application/octet-stream',
    }),
  }),
  idempotent: true,
  async run({ input, http, services }) {
    const { message_id, attachment_id, file_name: name } = input
    const path = at`/users/me/messages/${message_id}/attachments/${attachment_id}`
    const { data, size } = await http.get(path, { answer: Attachment })
    const { url } = await services.files.write({
      name,
      contentType: input.content_type,
      bytes: fromBase64Url(data),
    })
    return { fileName: name, size, data: url }
  },
})

import * as z from 'zod'
import { checkbox, choice, file, list, longText, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { FileContent, Files } from '../../src/piece/services.ts'
import { related } from '../_google/multipart.ts'
import { type Address, addressesOf } from './addresses.ts'
import { body, mail, message, senderName } from './inputs.ts'
import { type Mail, readMail } from './message.ts'
import { type Draft, mimeOf } from './mime.ts'
import { gmail } from './service.ts'

/** Larger mails are sent to the address for uploads (bytes). */
const MAX_INLINE = 3 * 1024 * 1024
const UPLOADS = 'https://gmail.googleapis.com/upload/gmail/v1'
const MAIL_TYPE = 'message/rfc822'

/** Sends a mail or keeps it as a draft. */
function transmit(http: ServiceHttp, kind: 'send' | 'draft', draft: Draft, threadId: string | undefined) {
  const path = kind === 'send' ? '/users/me/messages/send' : '/users/me/drafts'
  const mime = mimeOf(draft)
  const asked = (resource: object) => (kind === 'send' ? resource : { message: resource })
  if (mime.length > MAX_INLINE) {
    const upload = related(asked({ threadId }), MAIL_TYPE, mime)
    return http.post(`${UPLOADS}${path}`, { query: { uploadType: 'multipart' }, ...upload })
  }
  const raw = btoa(mime).replaceAll('+', '-').replaceAll('/', '_')
  return http.post(path, { json: asked({ raw, threadId }) })
}

const Profile = z.object({ emailAddress: z.string() })
const ownAddress = async (http: ServiceHttp) =>
  (await http.get('/users/me/profile', { answer: Profile })).emailAddress

/** Who sends: Gmail fills in the account's own address and name where nothing is said. */
async function senderOf(
  http: ServiceHttp,
  { from, sender_name: name }: { from?: string | undefined; sender_name?: string | undefined },
): Promise<Address | undefined> {
  if (!from && !name) return undefined
  const [given] = addressesOf('from', from ? [from] : [])
  const address = given?.address ?? (await ownAddress(http))
  return { name: name ?? given?.name ?? '', address }
}

const attachmentsOf = (files: Files, wanted: readonly { file: string; name?: string | undefined }[] = []) =>
  Promise.all(wanted.map(({ file, name }) => renamed(files, file, name)))

async function renamed(files: Files, source: string, name: string | undefined): Promise<FileContent> {
  const found = await files.read(source)
  return { ...found, name: name || found.name }
}

type MailInput = z.output<z.ZodObject<typeof mail>>

async function draftOf(
  input: Omit<MailInput, 'receiver'> & { receiver?: unknown[] | undefined },
  http: ServiceHttp,
  files: Files,
): Promise<Draft> {
  return {
    from: await senderOf(http, input),
    to: addressesOf('receiver', input.receiver),
    cc: addressesOf('cc', input.cc),
    bcc: addressesOf('bcc', input.bcc),
    replyTo: addressesOf('reply_to', input.reply_to),
    subject: input.subject,
    body: input.body,
    isHtml: input.body_type === 'html',
    attachments: await attachmentsOf(files, input.attachments),
  }
}

const Found = z.object({ messages: z.array(z.object({ threadId: z.string() })).default([]) })

/** The conversation of a message that is known by its Message-ID. */
async function threadOf(http: ServiceHttp, messageId: string): Promise<string | undefined> {
  const query = { q: `rfc822msgid:${messageId.replace(/[<>\s]/g, '')}`, maxResults: 1 }
  return (await http.get('/users/me/messages', { query, answer: Found })).messages[0]?.threadId
}

/** Sends an e-mail. */
export const sendEmail = gmail.action({
  name: 'send_email',
  displayName: 'Send an e-mail',
  description: 'Sends an e-mail from the account, or keeps it as a draft.',
  input: z.object({
    ...mail,
    in_reply_to: shortText({ label: 'Answers', description: 'A Message-ID.', required: false }),
    draft: checkbox({ label: 'Keep as a draft', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input, http, services }) {
    const draft = await draftOf(input, http, services.files)
    const { in_reply_to: answered } = input
    const thread = answered && (await threadOf(http, answered))
    const kind = input.draft ? 'draft' : 'send'
    return transmit(http, kind, { ...draft, inReplyTo: answered, references: answered }, thread || undefined)
  },
})

/** Keeps an e-mail as a draft. */
export const createDraft = gmail.action({
  name: 'gmail_create_draft',
  displayName: 'Create a draft',
  description: 'Keeps an e-mail that somebody finishes and sends later.',
  input: z.object({
    ...mail,
    receiver: list({ label: 'To', description: 'E-mail addresses.', required: false }),
    thread_id: shortText({ label: 'Conversation', description: 'Its thread id.', required: false }),
  }),
  idempotent: false,
  run: async ({ input, http, services }) =>
    transmit(http, 'draft', await draftOf(input, http, services.files), input.thread_id),
})

const answer = {
  message_id: message(),
  reply_type: choice({
    label: 'To whom',
    defaultValue: 'reply',
    choices: [
      { value: 'reply', label: 'The sender' },
      { value: 'reply_all', label: 'Everybody' },
    ],
  }),
  ...body,
  sender_name: senderName(),
  attachment: file({ label: 'Attachment', required: false }),
  attachment_name: shortText({ label: 'Name of the attachment', required: false }),
}

/** Whom an answer goes to: where the sender wants it, and for everybody all but the account itself. */
async function recipientsOf(original: Mail, isAll: boolean, http: ServiceHttp) {
  const sender = original.replyTo.value.length > 0 ? original.replyTo.value : original.from.value
  if (!isAll) return { to: sender, cc: [] }
  const known = new Set([(await ownAddress(http)).toLowerCase()])
  const others = (addresses: readonly Address[]) =>
    addresses.filter(({ address }) => {
      const isNew = !known.has(address.toLowerCase())
      known.add(address.toLowerCase())
      return isNew
    })
  for (const { address } of sender) known.add(address.toLowerCase())
  return { to: [...sender, ...others(original.to.value)], cc: others(original.cc.value) }
}

async function answerTo(
  original: Mail,
  input: Omit<z.output<z.ZodObject<typeof answer>>, 'body'> & { body: string },
  http: ServiceHttp,
  files: Files,
): Promise<Draft> {
  const { attachment, attachment_name } = input
  return {
    from: await senderOf(http, input),
    ...(await recipientsOf(original, input.reply_type === 'reply_all', http)),
    subject: /^re:/i.test(original.subject) ? original.subject : `Re: ${original.subject}`,
    body: input.body,
    isHtml: input.body_type === 'html',
    inReplyTo: original.messageId,
    references: `${original.references} ${original.messageId}`.trim(),
    attachments: attachment ? [await renamed(files, attachment, attachment_name)] : [],
  }
}

/** Answers an e-mail. */
export const reply = gmail.action({
  name: 'reply_to_email',
  displayName: 'Answer an e-mail',
  description: 'Answers an e-mail in its conversation.',
  input: z.object(answer),
  idempotent: false,
  async run({ input, http, services }) {
    const original = await readMail(http, input.message_id)
    const draft = await answerTo(original, input, http, services.files)
    return transmit(http, 'send', draft, original.threadId)
  },
})

/** Drafts an answer to an e-mail. */
export const draftReply = gmail.action({
  name: 'create_draft_reply',
  displayName: 'Draft an answer',
  description: 'Keeps an answer to an e-mail as a draft in its conversation.',
  input: z.object({
    ...answer,
    body: longText({ label: 'Body', required: false }),
    include_original_message: checkbox({ label: 'With what was written before', defaultValue: true }),
  }),
  idempotent: false,
  async run({ input, http, services }) {
    const original = await readMail(http, input.message_id)
    const quote = input.include_original_message ? quoteOf(original, input.body_type === 'html') : ''
    const text = { ...input, body: `${input.body ?? ''}${quote}` }
    return transmit(http, 'draft', await answerTo(original, text, http, services.files), original.threadId)
  },
})

/** What was written before, as mail programs show it. */
function quoteOf({ date, from, text, html }: Mail, isHtml: boolean): string {
  const intro = `On ${date}, ${from.text} wrote:`
  if (!isHtml) return `\n\n${intro}\n${text.replace(/^/gm, '> ')}`
  return `<br><br>${escaped(intro)}<blockquote>${html || escaped(text).replace(/\r?\n/g, '<br>')}</blockquote>`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { criteria, labelId, queryOf } from './inputs.ts'
import { findMails } from './reading.ts'
import { gmail } from './service.ts'

/** Most e-mails read in one poll. */
const MAX_MAILS = 100
/** E-mails read where none was seen before. */
const FIRST_MAILS = 10

const ana = { text: 'Ana Ruiz <ana@example.com>', value: [{ name: 'Ana Ruiz', address: 'ana@example.com' }] }
const us = { text: 'desk@example.com', value: [{ name: '', address: 'desk@example.com' }] }

/** An e-mail came in. */
export const newMail = gmail.trigger({
  name: 'gmail_new_email_received',
  displayName: 'New e-mail',
  description: 'Starts for every e-mail that comes in and fits what is filled in.',
  type: 'POLLING',
  input: z.object(criteria),
  sampleData: {
    message: {
      id: '18f2a',
      threadId: '18f2a',
      labelIds: ['INBOX', 'UNREAD'],
      snippet: 'Please call me back',
      subject: 'Please call me back',
      from: ana,
      to: us,
      cc: { text: '', value: [] },
      replyTo: { text: '', value: [] },
      date: '2026-02-03T11:36:36.000Z',
      messageId: '<CA+1@mail.example.com>',
      references: '',
      text: 'Please call me back',
      html: '',
      attachments: [],
    },
    thread: { id: '18f2a' },
  },
  async poll({ http, input, since }) {
    const conditions = ['-in:sent', '-in:drafts', ...queryOf(input)]
    if (since !== undefined) conditions.push(`after:${Math.floor(since / 1000)}`)
    const query = { q: conditions.join(' '), labelIds: input.label && labelId(input.label) }
    const mails = await findMails(http, query, since === undefined ? FIRST_MAILS : MAX_MAILS)
    return mails.map((mail) => ({
      id: mail.id,
      at: Date.parse(mail.date),
      data: { message: mail, thread: { id: mail.threadId } } as unknown as Json,
    }))
  },
})

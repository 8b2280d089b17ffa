import * as z from 'zod'
import { checkbox, list, longText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity } from '../_microsoft/graph.ts'
import { addresses, attachments, bodyFormat, draft, message, newMail } from './inputs.ts'
import { mailOf, recipientsOf } from './mail.ts'
import { outlook } from './service.ts'

/** Sends an e-mail. */
export const sendEmail = outlook.action({
  name: 'send-email',
  displayName: 'Send an e-mail',
  description: 'Sends an e-mail and keeps it under Sent Items.',
  input: z.object(newMail),
  idempotent: false,
  async run({ input, http, services }) {
    await http.post('/me/sendMail', {
      json: { message: await mailOf(input, services.files), saveToSentItems: true },
    })
    // Graph answers with an empty body.
    return { success: true }
  },
})

/** Writes a draft. */
export const createDraft = outlook.action({
  name: 'createDraftEmail',
  displayName: 'Create a draft',
  description: 'Writes an e-mail without sending it.',
  input: z.object(newMail),
  output: Entity,
  idempotent: false,
  run: async ({ input, http, services }) =>
    http.post('/me/messages', { json: await mailOf(input, services.files) }),
})

/** Sends a draft. */
export const sendDraft = outlook.action({
  name: 'sendDraftEmail',
  displayName: 'Send a draft',
  description: 'Sends an e-mail that was kept as a draft.',
  input: z.object({ messageId: draft() }),
  idempotent: false,
  async run({ input: { messageId }, http }) {
    await http.post(at`/me/messages/${messageId}/send`)
    return { success: true, messageId }
  },
})

/** Answers an e-mail. */
export const reply = outlook.action({
  name: 'reply-email',
  displayName: 'Reply to an e-mail',
  description: 'Answers the sender of an e-mail, or keeps the answer as a draft.',
  input: z.object({
    messageId: message(),
    bodyFormat: bodyFormat(),
    replyBody: longText({ label: 'Text' }),
    ccRecipients: addresses({ label: 'Cc', required: false }),
    bccRecipients: addresses({ label: 'Bcc', required: false }),
    attachments: attachments(),
    draft: checkbox({ label: 'Keep as a draft', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input: { messageId, replyBody, draft: isDraft, ...rest }, http, services }) {
    const json = { message: await mailOf({ ...rest, body: replyBody }, services.files) }
    if (!isDraft) {
      await http.post(at`/me/messages/${messageId}/reply`, { json })
      return { success: true }
    }
    const { id } = await http.post(at`/me/messages/${messageId}/createReply`, { json, answer: Entity })
    return { success: true, draftId: id, draftLink: `https://outlook.office.com/mail/drafts/id/${id}` }
  },
})

/** Forwards an e-mail. */
export const forward = outlook.action({
  name: 'forwardEmail',
  displayName: 'Forward an e-mail',
  description: 'Sends an e-mail on, with its attachments and a word of yours.',
  input: z.object({
    messageId: message(),
    recipients: list({ label: 'To', description: 'E-mail addresses.' }),
    comment: longText({ label: 'Comment', required: false }),
  }),
  idempotent: false,
  async run({ input: { messageId, recipients, comment }, http }) {
    const json = { toRecipients: recipientsOf(recipients), comment: comment ?? '' }
    await http.post(at`/me/messages/${messageId}/forward`, { json })
    return { success: true, messageId }
  },
})

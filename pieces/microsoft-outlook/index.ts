import { downloadAttachments, findEmail, moveEmail } from './reading.ts'
import { createDraft, forward, reply, sendDraft, sendEmail } from './sending.ts'
import { outlook } from './service.ts'
import { newEmail, newEmailInFolder } from './triggers.ts'

export default outlook.piece({
  actions: [sendEmail, reply, forward, createDraft, sendDraft, findEmail, moveEmail, downloadAttachments],
  triggers: [newEmail, newEmailInFolder],
})

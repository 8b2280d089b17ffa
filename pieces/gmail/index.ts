import { addLabel, createLabel, listLabels, removeLabel } from './labels.ts'
import { getAttachment, getMail, searchMails } from './reading.ts'
import { createDraft, draftReply, reply, sendEmail } from './sending.ts'
import { gmail } from './service.ts'
import { newMail } from './triggers.ts'

export default gmail.piece({
  actions: [
    sendEmail,
    reply,
    createDraft,
    draftReply,
    searchMails,
    getMail,
    getAttachment,
    listLabels,
    createLabel,
    addLabel,
    removeLabel,
  ],
  triggers: [newMail],
})

import { addNoteToUser, createOrUpdateUser, findUser, tagContact } from './contacts.ts'
import {
  addNote,
  createConversation,
  createTicket,
  findConversation,
  getConversation,
  reply,
} from './conversations.ts'
import { intercom } from './service.ts'
import { triggers } from './triggers.ts'

export default intercom.piece({
  actions: [
    createOrUpdateUser,
    findUser,
    addNoteToUser,
    tagContact,
    createConversation,
    reply,
    addNote,
    getConversation,
    findConversation,
    createTicket,
  ],
  triggers,
})

import { addNote, createConversation, findConversation, getConversation, sendReply } from './conversations.ts'
import { createCustomer, findCustomer, findUser } from './customers.ts'
import { helpScout } from './service.ts'
import { triggers } from './triggers.ts'

export default helpScout.piece({
  actions: [
    createConversation,
    sendReply,
    addNote,
    getConversation,
    findConversation,
    createCustomer,
    findCustomer,
    findUser,
  ],
  triggers,
})

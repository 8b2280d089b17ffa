import { createInviteLink, getChat, getChatMember } from './chats.ts'
import { getFile, sendDocument, sendMedia } from './files.ts'
import {
  answerCallbackQuery,
  deleteMessage,
  editMessageText,
  sendLocation,
  sendTextMessage,
} from './messages.ts'
import { telegram } from './service.ts'
import { newUpdate } from './triggers.ts'

export default telegram.piece({
  actions: [
    sendTextMessage,
    sendMedia,
    sendDocument,
    sendLocation,
    editMessageText,
    deleteMessage,
    answerCallbackQuery,
    getFile,
    getChat,
    getChatMember,
    createInviteLink,
  ],
  triggers: [newUpdate],
})

import { listMessages, sendMessage, sendWebhookMessage } from './messages.ts'
import {
  addRole,
  createChannel,
  deleteChannel,
  findChannel,
  findMembers,
  removeRole,
  renameChannel,
} from './servers.ts'
import { discord } from './service.ts'
import { newMessage } from './triggers.ts'

export default discord.piece({
  actions: [
    sendMessage,
    sendWebhookMessage,
    listMessages,
    createChannel,
    renameChannel,
    deleteChannel,
    findChannel,
    addRole,
    removeRole,
    findMembers,
  ],
  triggers: [newMessage],
})

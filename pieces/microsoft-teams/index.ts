import { createChannel, findChannel, listChannels } from './channels.ts'
import {
  createChat,
  getChannelMessage,
  listChannelMessages,
  replyInChannel,
  sendChannelMessage,
  sendChatMessage,
} from './messages.ts'
import { teams } from './service.ts'
import { newChannelMessage, newChatMessage } from './triggers.ts'

export default teams.piece({
  actions: [
    sendChannelMessage,
    replyInChannel,
    sendChatMessage,
    createChat,
    getChannelMessage,
    listChannelMessages,
    createChannel,
    findChannel,
    listChannels,
  ],
  triggers: [newChannelMessage, newChatMessage],
})

import { addReaction, getHistory, sendChannelMessage, sendDirectMessage, updateMessage } from './messages.ts'
import { createChannel, findUserByEmail } from './people.ts'
import { slack } from './service.ts'
import { newMessage } from './triggers.ts'

export default slack.piece({
  actions: [
    sendChannelMessage,
    sendDirectMessage,
    updateMessage,
    addReaction,
    getHistory,
    findUserByEmail,
    createChannel,
  ],
  triggers: [newMessage],
})

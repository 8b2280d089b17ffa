import { downloadMedia, listMessageTemplates, uploadMedia } from './media.ts'
import { markMessageAsRead, sendMedia, sendMessage, sendTemplateMessage } from './messages.ts'
import { whatsapp } from './service.ts'
import { newIncomingMessage } from './triggers.ts'

export default whatsapp.piece({
  actions: [
    sendMessage,
    sendTemplateMessage,
    sendMedia,
    markMessageAsRead,
    uploadMedia,
    downloadMedia,
    listMessageTemplates,
  ],
  triggers: [newIncomingMessage],
})

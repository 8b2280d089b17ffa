import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Telegram's Bot API. Its token stands in the address. */
export const telegram = service({
  name: 'telegram-bot',
  displayName: 'Telegram Bot',
  description: 'Messages to and from people and groups that a Telegram bot talks with.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'Bot token', description: 'Talk to @BotFather on Telegram: /newbot.' })],
  baseUrl: ({ secret }) => `https://api.telegram.org/bot${secret}`,
  authorize: () => ({}),
  validate: ({ http }) => http.post('/getMe'),
})

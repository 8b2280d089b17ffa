import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { checkbox, dropdowns } from '../../src/piece/fields.ts'
import { listChannels } from './inputs.ts'
import { slack } from './service.ts'

const Team = z.object({ team_id: z.string() })

/** Something was written in a channel. */
export const newMessage = slack.trigger({
  name: 'new-message-in-channel',
  displayName: 'New message in a channel',
  description: 'Starts for every message in the channels the app is in.',
  type: 'APP_WEBHOOK',
  input: z.object({
    channels: dropdowns({ label: 'Only these channels', required: false, options: listChannels }),
    ignoreBots: checkbox({ label: 'Not for messages of bots', defaultValue: true }),
  }),
  sampleData: {
    type: 'message',
    channel: 'C0123456789',
    user: 'U0123456789',
    text: 'Can somebody call Ana back?',
    ts: '1714556800.000100',
  },
  async listen({ http }) {
    const { team_id } = await http.post('/auth.test', { answer: Team })
    return { events: ['message'], identifier: team_id }
  },
  events({ input, request }) {
    const event = request.body
    if (!isObject(event)) return []
    const isElsewhere = input.channels?.length && !input.channels.includes(String(event.channel))
    const isBot = input.ignoreBots && (event.bot_id !== undefined || event.subtype === 'bot_message')
    return isElsewhere || isBot ? [] : [event]
  },
})

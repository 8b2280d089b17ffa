import * as z from 'zod'
import { toJson } from '../../src/json.ts'
import { number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { channel } from './inputs.ts'
import { discord } from './service.ts'

const Messages = z.array(z.looseObject({ id: z.string(), timestamp: z.string() }))

/** Discord's ids begin with milliseconds since 2015: https://discord.com/developers/docs/reference#snowflakes */
const EPOCH = 1_420_070_400_000
const SHIFT = 22n

/** The id just before the first one of a millisecond. */
const idBefore = (at: number) => String((BigInt(at - EPOCH) << SHIFT) - 1n)

/** Something was written. */
export const newMessage = discord.trigger({
  name: 'new_message',
  displayName: 'New message',
  description: 'Starts for every message in a channel.',
  type: 'POLLING',
  input: z.object({
    channel: channel(),
    limit: number({ label: 'At most at once', defaultValue: 50, min: 1, max: 100 }),
  }),
  sampleData: {
    id: '1235000000000000000',
    channel_id: '1234000000000000000',
    author: { id: '1233000000000000000', username: 'ana' },
    content: 'Can somebody call me back?',
    timestamp: '2024-05-01T09:46:40.000000+00:00',
  },
  async poll({ http, input, since }) {
    const query = { limit: input.limit, after: since === undefined ? undefined : idBefore(since) }
    const messages = await http.get(at`/channels/${input.channel}/messages`, { query, answer: Messages })
    return messages.map((each) => ({ id: each.id, at: Date.parse(each.timestamp), data: toJson(each) }))
  },
})

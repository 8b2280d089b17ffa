import * as z from 'zod'
import { dropdown, type OptionsContext } from '../../src/piece/fields.ts'

const PAGE = 200
/** Pages read for a dropdown: a workspace with more is searched by typing the id. */
const MAX_PAGES = 5

const Channels = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})
const Users = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      real_name: z.string().optional(),
      deleted: z.boolean().optional(),
    }),
  ),
})

/** The channels the bot can see. */
export async function listChannels({ http }: OptionsContext) {
  const found: { value: string; label: string }[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const form = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE, cursor }
    const { channels, response_metadata } = await http.post('/conversations.list', { form, answer: Channels })
    found.push(...channels.map(({ id, name }) => ({ value: id, label: `#${name}` })))
    cursor = response_metadata?.next_cursor || undefined
    if (!cursor) break
  }
  return found
}

async function listUsers({ http }: OptionsContext) {
  const { members } = await http.post('/users.list', { form: { limit: PAGE }, answer: Users })
  return members
    .filter(({ deleted }) => !deleted)
    .map(({ id, name, real_name }) => ({ value: id, label: real_name || name }))
}

/** A channel the bot can see. */
export const channel = () => dropdown({ label: 'Channel', options: listChannels })

/** A person of the workspace. */
export const user = () => dropdown({ label: 'User', options: listUsers })

import * as z from 'zod'
import { longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { channel, channelsOf, guild, member, role } from './inputs.ts'
import { discord } from './service.ts'

/** Makes a channel. */
export const createChannel = discord.action({
  name: 'create_channel',
  displayName: 'Create channel',
  description: 'Makes a text channel in a server.',
  input: z.object({
    guild_id: guild(),
    name: shortText({ label: 'Name' }),
    topic: longText({ label: 'Topic', required: false }),
  }),
  idempotent: false,
  run: async ({ input: { guild_id, name, topic }, http }) => ({
    success: true,
    channel: await http.post(at`/guilds/${guild_id}/channels`, { json: { name, topic } }),
  }),
})

/** Names a channel anew. */
export const renameChannel = discord.action({
  name: 'rename_channel',
  displayName: 'Rename channel',
  description: 'Gives a channel another name.',
  input: z.object({ channel_id: channel(), name: shortText({ label: 'Name' }) }),
  idempotent: true,
  run: async ({ input: { channel_id, name }, http }) => ({
    success: true,
    channel: await http.patch(at`/channels/${channel_id}`, { json: { name } }),
  }),
})

/** Removes a channel. */
export const deleteChannel = discord.action({
  name: 'delete_channel',
  displayName: 'Delete channel',
  description: 'Removes a channel with all that was written in it.',
  input: z.object({ channel_id: channel() }),
  idempotent: false,
  async run({ input, http }) {
    await http.delete(at`/channels/${input.channel_id}`)
    return { success: true }
  },
})

/** Finds a channel by its name. */
export const findChannel = discord.action({
  name: 'find_channel',
  displayName: 'Find channel',
  description: 'Finds the channel of a server that has a name.',
  input: z.object({ guild_id: guild(), name: shortText({ label: 'Name', description: 'Without #.' }) }),
  idempotent: true,
  async run({ input: { guild_id, name }, http }) {
    const found = (await channelsOf(http, guild_id)).find((each) => each.name === name.replace(/^#/, ''))
    return { success: found !== undefined, channel_id: found?.id ?? null, channel: found ?? null }
  },
})

/** Gives a role. */
export const addRole = discord.action({
  name: 'add_role_to_member',
  displayName: 'Add role to a member',
  description: 'Gives a member of a server a role that is below the one of the bot.',
  input: z.object({ guild_id: guild(), user_id: member(), role_id: role() }),
  idempotent: true,
  async run({ input: { guild_id, user_id, role_id }, http }) {
    await http.put(at`/guilds/${guild_id}/members/${user_id}/roles/${role_id}`)
    return { success: true }
  },
})

/** Takes a role. */
export const removeRole = discord.action({
  name: 'remove_role_from_member',
  displayName: 'Remove role from a member',
  description: 'Takes a role from a member of a server.',
  input: z.object({ guild_id: guild(), user_id: member(), role_id: role() }),
  idempotent: true,
  async run({ input: { guild_id, user_id, role_id }, http }) {
    await http.delete(at`/guilds/${guild_id}/members/${user_id}/roles/${role_id}`)
    return { success: true }
  },
})

const Members = z.array(z.looseObject({ user: z.looseObject({ id: z.string(), username: z.string() }) }))

/** Finds members by their names. */
export const findMembers = discord.action({
  name: 'list_guild_members',
  displayName: 'Find members',
  description: 'Finds the members of a server whose names begin with a text.',
  input: z.object({
    guild_id: guild(),
    shortText: shortText({ label: 'Name begins with' }),
    limit: number({ label: 'At most', defaultValue: 100, min: 1, max: 1000 }),
  }),
  idempotent: true,
  async run({ input: { guild_id, shortText, limit }, http }) {
    const query = { query: shortText, limit }
    const members = await http.get(at`/guilds/${guild_id}/members/search`, { query, answer: Members })
    // Activepieces gives the choices of a dropdown; flows from there read them.
    return { options: members.map(({ user }) => ({ value: user.id, label: user.username })), members }
  },
})

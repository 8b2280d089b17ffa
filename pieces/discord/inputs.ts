import * as z from 'zod'
import { dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { at } from '../../src/piece/service-http.ts'

/** Servers whose channels are offered in one list; a bot in more is given the channel's id. */
const MAX_GUILDS = 10

/** A channel that only holds others. */
const CATEGORY = 4

const Named = z.looseObject({ id: z.string(), name: z.string() })
const Channels = z.array(Named.extend({ type: z.number() }))

const guildsOf = (http: ServiceHttp) => http.get('/users/@me/guilds', { answer: z.array(Named) })

/** The channels of a server. */
export const channelsOf = (http: ServiceHttp, guild: string) =>
  http.get(at`/guilds/${guild}/channels`, { answer: Channels })

async function listChannels({ http }: OptionsContext) {
  const guilds = (await guildsOf(http)).slice(0, MAX_GUILDS)
  const channels = await Promise.all(guilds.map(({ id }) => channelsOf(http, id)))
  return guilds.flatMap((guild, index) =>
    (channels[index] ?? [])
      .filter(({ type }) => type !== CATEGORY)
      .map(({ id, name }) => ({ value: id, label: `${guild.name} › #${name}` })),
  )
}

/** A channel of any server the bot is in. */
export const channel = () => dropdown({ label: 'Channel', options: listChannels })

/** A server the bot is in. */
export const guild = () =>
  dropdown({
    label: 'Server',
    options: async ({ http }) => (await guildsOf(http)).map(({ id, name }) => ({ value: id, label: name })),
  })

/** A role of the server that was chosen. */
export const role = () =>
  dropdown({
    label: 'Role',
    dependsOn: ['guild_id'],
    async options({ http, input }) {
      const roles = await http.get(at`/guilds/${String(input.guild_id)}/roles`, { answer: z.array(Named) })
      return roles.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** A member of a server. */
export const member = () => shortText({ label: 'Member', description: 'The id of the user.' })

import * as z from 'zod'
import {
  choice,
  dropdown,
  dropdowns,
  type FieldOptions,
  longText,
  type OptionsContext,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { listValues } from '../_microsoft/graph.ts'

/** Chats in one page, which is the most Graph gives. */
const CHATS_PAGE = 50

const Named = z.object({ id: z.string(), displayName: z.string().nullish() })
const Chat = z.object({
  id: z.string(),
  topic: z.string().nullish(),
  chatType: z.string().optional(),
  members: z.array(z.object({ displayName: z.string().nullish() })).nullish(),
})
const Member = Named.extend({ userId: z.string().nullish(), email: z.string().nullish() })

async function listTeams({ http }: OptionsContext) {
  const teams = await listValues(http, '/me/joinedTeams', { item: Named })
  return teams.map(({ id, displayName }) => ({ value: id, label: displayName || id }))
}

async function listChannels({ http, input }: OptionsContext) {
  const channels = await listValues(http, at`/teams/${String(input.teamId)}/channels`, { item: Named })
  return channels.map(({ id, displayName }) => ({ value: id, label: displayName || id }))
}

/** People of a team: their ids and names. */
export async function membersOf(http: ServiceHttp, teamId: string) {
  const members = await listValues(http, at`/teams/${teamId}/members`, { item: Member })
  return members.flatMap(({ userId, displayName, email }) =>
    userId ? [{ value: userId, label: displayName || email || userId }] : [],
  )
}

const listMembers = ({ http, input }: OptionsContext) => membersOf(http, String(input.teamId))

async function listChats({ http }: OptionsContext) {
  const query = { $expand: 'members', $top: CHATS_PAGE }
  const chats = await listValues(http, '/me/chats', { query, item: Chat })
  return chats.map(({ id, topic, chatType, members }) => {
    const people = (members ?? []).flatMap(({ displayName }) => displayName ?? [])
    return { value: id, label: topic || people.join(', ') || `${chatType ?? 'chat'} ${id}` }
  })
}

/** A team of the user's. */
export const team = () => dropdown({ label: 'Team', options: listTeams })

/** A channel of the chosen team. */
export const channel = () => dropdown({ label: 'Channel', dependsOn: ['teamId'], options: listChannels })

/** People of the chosen team. */
export const members = <const O extends FieldOptions>(options: O) =>
  dropdowns({ ...options, dependsOn: ['teamId'], options: listMembers })

/** A chat of the user's. */
export const chat = () => dropdown({ label: 'Chat', options: listChats })

/** The fields of a message. */
export const message = {
  contentType: choice({
    label: 'Format',
    defaultValue: 'text',
    choices: [
      { value: 'text', label: 'Plain text' },
      { value: 'html', label: 'HTML' },
    ],
  }),
  content: longText({ label: 'Message' }),
}

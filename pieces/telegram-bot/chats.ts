import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, dateTime, number, shortText } from '../../src/piece/fields.ts'
import { chat } from './inputs.ts'
import { telegram } from './service.ts'

/** Says what somebody is in a chat. */
export const getChatMember = telegram.action({
  name: 'get_chat_member',
  displayName: 'Get a member',
  description: 'Says whether somebody is in a chat, and what they may do there.',
  input: z.object({
    chat_id: chat(),
    user_id: number({ label: 'Person', description: 'from.id of one of their messages.' }),
  }),
  idempotent: true,
  run: ({ input, http }) => http.post('/getChatMember', { json: input }),
})

/** Says what a chat is. */
export const getChat = telegram.action({
  name: 'get_chat',
  displayName: 'Get a chat',
  description: 'The title, kind and description of a chat.',
  input: z.object({ chat_id: chat() }),
  idempotent: true,
  run: ({ input, http }) => http.post('/getChat', { json: input }),
})

/** Makes a link to join by. */
export const createInviteLink = telegram.action({
  name: 'create_invite_link',
  displayName: 'Create invite link',
  description: 'Makes a link to join a group or channel in which the bot is an administrator.',
  input: z.object({
    chat_id: chat(),
    name: shortText({ label: 'Name of the link', required: false }),
    expire_date: dateTime({ label: 'Works until', required: false }),
    member_limit: number({ label: 'For at most so many', required: false, min: 1, max: 99_999 }),
    creates_join_request: checkbox({ label: 'Who joins must be let in', defaultValue: false }),
  }),
  idempotent: false,
  run({ input: { expire_date, creates_join_request, ...rest }, http }) {
    const expires = expire_date === undefined ? undefined : Math.floor(Date.parse(expire_date) / 1000)
    if (Number.isNaN(expires)) throw new CodedError('INPUT_INVALID', 'The field "expire_date" is no date.')
    return http.post('/createChatInviteLink', {
      json: { ...rest, expire_date: expires, creates_join_request: creates_join_request || undefined },
    })
  },
})

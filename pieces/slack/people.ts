import * as z from 'zod'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { slack } from './service.ts'

/** Finds a person by e-mail. */
export const findUserByEmail = slack.action({
  name: 'slack-find-user-by-email',
  displayName: 'Find a person by e-mail',
  description: 'The workspace member with this e-mail address.',
  input: z.object({ email: shortText({ label: 'E-mail' }) }),
  idempotent: true,
  run: ({ input, http }) => http.post('/users.lookupByEmail', { form: { email: input.email } }),
})

/** Makes a channel. */
export const createChannel = slack.action({
  name: 'slack-create-channel',
  displayName: 'Create a channel',
  description: 'Makes a public or private channel.',
  input: z.object({
    channelName: shortText({ label: 'Name', description: 'Small letters, digits, - and _, up to 80.' }),
    isPrivate: checkbox({ label: 'Private', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/conversations.create', { json: { name: input.channelName, is_private: input.isPrivate } }),
})

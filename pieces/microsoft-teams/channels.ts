import * as z from 'zod'
import { longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { channel, team } from './inputs.ts'
import { teams } from './service.ts'

/** Makes a channel. */
export const createChannel = teams.action({
  name: 'microsoft_teams_create_channel',
  displayName: 'Create a channel',
  description: 'Makes a channel that the whole team sees.',
  input: z.object({
    teamId: team(),
    channelDisplayName: shortText({ label: 'Name' }),
    channelDescription: longText({ label: 'Description', required: false }),
  }),
  output: Entity,
  idempotent: false,
  run: ({ input: { teamId, channelDisplayName, channelDescription }, http }) =>
    http.post(at`/teams/${teamId}/channels`, {
      json: { displayName: channelDisplayName, description: channelDescription },
    }),
})

/** Reads one channel. */
export const findChannel = teams.action({
  name: 'microsoft_teams_find_channel',
  displayName: 'Get a channel',
  description: 'What is known of one channel.',
  input: z.object({
    teamId: team(),
    channelId: channel(),
    select: shortText({ label: 'Only these fields', description: 'id,displayName,webUrl', required: false }),
  }),
  output: Entity,
  idempotent: true,
  run: ({ input: { teamId, channelId, select }, http }) =>
    http.get(at`/teams/${teamId}/channels/${channelId}`, { query: { $select: select } }),
})

/** Lists channels. */
export const listChannels = teams.action({
  name: 'list_channels',
  displayName: 'List channels',
  description: 'All channels of a team.',
  input: z.object({ teamId: team() }),
  idempotent: true,
  run: async ({ input, http }) => ({
    value: await listValues(http, at`/teams/${input.teamId}/channels`, { item: Entity }),
  }),
})

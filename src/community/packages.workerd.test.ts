import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { publishedPiece } from '../../test/support/community.ts'
import { fieldsOf } from '../piece/fields.ts'
import { pieceOf } from './adapt.ts'

/** Packages as they were published: of today, of last year, and of the first framework there was. */
const PACKAGES = [
  {
    name: 'slack',
    version: '0.17.9',
    context: '2',
    actions: 72,
    triggers: 14,
    auth: ['OAUTH2', 'CUSTOM_AUTH'],
  },
  { name: 'store', version: '0.6.20', context: '2', actions: 6, triggers: 0, auth: [] },
  { name: 'subflows', version: '0.6.3', context: '2', actions: 3, triggers: 1, auth: [] },
  {
    name: 'notion',
    version: '0.7.3',
    context: '2',
    actions: 37,
    triggers: 4,
    auth: ['OAUTH2', 'CUSTOM_AUTH'],
  },
  { name: 'webhook', version: '0.1.29', context: '1', actions: 2, triggers: 1, auth: [] },
  { name: 'delay', version: '0.3.26', context: '1', actions: 2, triggers: 0, auth: [] },
  { name: 'data-mapper', version: '0.3.15', context: '1', actions: 1, triggers: 0, auth: [] },
  { name: 'schedule', version: '0.1.5', context: null, actions: 0, triggers: 6, auth: [] },
  { name: 'discord', version: '0.2.0', context: null, actions: 1, triggers: 0, auth: [] },
  { name: 'hubspot', version: '0.2.0', context: null, actions: 3, triggers: 0, auth: ['OAUTH2'] },
  { name: 'stripe', version: '0.2.0', context: null, actions: 0, triggers: 4, auth: [] },
  { name: 'google-sheets', version: '0.2.0', context: null, actions: 1, triggers: 1, auth: ['OAUTH2'] },
]

test.each(PACKAGES)('$name $version loads, and is a piece like any other', async (expected) => {
  const installed = await publishedPiece(expected.name, expected.version)
  const piece = pieceOf(env, installed)
  expect({
    name: piece.name,
    version: installed.version,
    context: installed.metadata.contextVersion,
    actions: Object.keys(piece.actions).length,
    triggers: Object.keys(piece.triggers).length,
    auth: piece.auth.map(({ type }) => type),
  }).toEqual(expected)
  const fields = Object.values({ ...piece.actions, ...piece.triggers }).flatMap(({ input }) =>
    Object.keys(fieldsOf(input)),
  )
  expect(fields).not.toEqual([])
})

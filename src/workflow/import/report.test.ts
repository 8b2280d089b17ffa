import { expect, test } from 'vitest'
import { chain, code, definition, loop, piece, pieceTrigger } from '../../../test/support/definitions.ts'
import { loadPiece } from '../../piece/registry.ts'
import type { PieceRules } from '../catalogue.ts'
import { type ImportReport, reportOn } from './report.ts'
import { SUGGESTIONS } from './suggestions.ts'

const pieces: Record<string, PieceRules> = {
  http: { actions: { send_request: { input: { url: { required: true } } } }, triggers: {} },
  slack: { actions: { send_message: { input: {}, needsConnection: true } }, triggers: {} },
  webhook: { actions: {}, triggers: { catch_webhook: { input: {} } } },
}
const catalogue = { piece: (name: string) => pieces[name] }

function report(first: Parameters<typeof definition>[1], connections: string[] = []): ImportReport {
  const made = definition(pieceTrigger('webhook', 'catch_webhook'), first)
  return reportOn({ definition: made, changes: [] }, catalogue, new Set(connections))
}

/** How the community's piece of version 0.0.1 is had. */
const install = (name: string) => ({
  command: `npm run pieces:add ${name}@0.0.1`,
  piece_version: '0.0.1+community',
})

const slack = (name: string, auth?: unknown) =>
  piece(name, '@activepieces/piece-slack', 'send_message', auth === undefined ? {} : { auth })

test('every step that is there counts, nested ones too', () => {
  expect(report(chain(loop('step_1', '{{[]}}', code('step_2', 'x')), code('step_3', 'x'))).taken_over).toBe(4)
})

test('what needs a connection is listed, with the one it names and whether that is there', () => {
  const { connections } = report(
    chain(
      slack('step_1', "{{connections['here']}}"),
      slack('step_2', '{{connections.elsewhere}}'),
      slack('step_3'),
      slack('step_4', ''),
      piece('step_5', 'http', 'send_request', {
        url: "https://x.test/{{ connections['a'].key }}/{{connections['a'].b}}",
      }),
      code('step_6', 'x', { token: "{{connections['here'].access_token}}" }),
      piece('step_7', 'http', 'send_request', { url: 'https://x.test' }),
    ),
    ['here'],
  )
  const package_ = '@activepieces/piece-slack'
  expect(connections).toEqual([
    { step: 'step_1', piece_name: package_, connection_id: 'here', exists: true },
    { step: 'step_2', piece_name: package_, connection_id: 'elsewhere', exists: false },
    { step: 'step_3', piece_name: package_, connection_id: null, exists: false },
    { step: 'step_4', piece_name: package_, connection_id: null, exists: false },
    { step: 'step_5', piece_name: 'http', connection_id: 'a', exists: false },
    { step: 'step_6', piece_name: null, connection_id: 'here', exists: true },
  ])
})

test('unknown pieces and unknown actions are listed, with what stands in for them', () => {
  const { unknown_pieces, unknown_actions, issues } = report(
    chain(
      piece('step_1', '@activepieces/piece-vapi', 'create_call'),
      piece('step_2', '@acme/piece-crm', 'toString'),
      piece('step_3', '@activepieces/piece-slack', 'constructor'),
      piece('step_4', '@activepieces/piece-http-oauth2', 'send-oauth2-request'),
    ),
  )
  expect(unknown_pieces).toEqual([
    {
      step: 'step_1',
      piece_name: '@activepieces/piece-vapi',
      piece_version: '0.0.1',
      install: install('@activepieces/piece-vapi'),
      suggestion: { piece_name: 'diga', action_name: 'makeCall' },
    },
    {
      step: 'step_2',
      piece_name: '@acme/piece-crm',
      piece_version: '0.0.1',
      install: install('@acme/piece-crm'),
    },
    {
      step: 'step_4',
      piece_name: '@activepieces/piece-http-oauth2',
      piece_version: '0.0.1',
      install: install('@activepieces/piece-http-oauth2'),
      suggestion: { piece_name: 'http', action_name: 'send_request' },
    },
  ])
  expect(unknown_actions).toEqual([
    {
      step: 'step_3',
      piece_name: '@activepieces/piece-slack',
      action_name: 'constructor',
      install: install('@activepieces/piece-slack'),
    },
  ])
  expect(issues.map(({ step, code }) => `${step}: ${code}`)).toEqual([
    'step_1: PIECE_UNKNOWN',
    'step_2: PIECE_UNKNOWN',
    'step_3: ACTION_UNKNOWN',
    'step_4: PIECE_UNKNOWN',
  ])
})

test('a trigger that is not there is listed like an action', () => {
  const made = definition(pieceTrigger('webhook', 'on_call'))
  expect(reportOn({ definition: made, changes: [] }, catalogue, new Set()).unknown_actions).toEqual([
    { step: 'trigger', piece_name: 'webhook', action_name: 'on_call' },
  ])
})

test('only an exact version of a package can be added', () => {
  const asked = (name: string, pieceVersion?: string) => {
    const step = piece('step_1', name, 'go')
    const settings = { ...step.settings, pieceVersion }
    return report({ ...step, settings } as typeof step).unknown_pieces[0]?.install?.command
  }
  expect(asked('@acme/piece-crm', '1.2.3-beta.1')).toBe('npm run pieces:add @acme/piece-crm@1.2.3-beta.1')
  expect(asked('@acme/piece-crm', '1.2.3+community')).toBe('npm run pieces:add @acme/piece-crm@1.2.3')
  for (const [name, version] of [
    ['crm', '1.2.3'],
    ['@acme/piece-crm', 'latest'],
    ['@acme/piece-crm', undefined],
    ['@acme/x y; rm', '1.2.3'],
    ['@acme/piece-crm', '1.2.3; rm -r x'],
  ] as const) {
    expect(asked(name, version), `${name} ${version}`).toBeUndefined()
  }
})

test('steps of community pieces are listed, with the switch to ours where ours does the same', () => {
  const community: Record<string, PieceRules> = {
    'slack 0.17.9+community': {
      version: '0.17.9+community',
      actions: { send_message: { input: {} }, kick_user: { input: {} } },
      triggers: {},
    },
    'crm 1.0.0': { version: '1.0.0+community', actions: { add: { input: {} } }, triggers: {} },
  }
  const both = {
    piece: (name: string, version?: string) =>
      community[`${name} ${version ?? ''}`] ?? { slack: { ...pieces.slack!, version: '0.1.0' } }[name],
  }
  const pinned = (name: string, pieceName: string, action: string, pieceVersion: string) => {
    const step = piece(name, pieceName, action)
    return { ...step, settings: { ...step.settings, pieceVersion } } as typeof step
  }
  const made = definition(
    pieceTrigger('webhook', 'catch_webhook'),
    chain(
      pinned('step_1', '@activepieces/piece-slack', 'send_message', '0.17.9+community'),
      pinned('step_2', '@activepieces/piece-slack', 'kick_user', '0.17.9+community'),
      pinned('step_3', '@acme/piece-crm', 'add', '1.0.0'),
      pinned('step_4', '@activepieces/piece-slack', 'send_message', '0.17.9'),
      pinned('step_5', '@activepieces/piece-slack', 'kick_user', '0.17.9'),
      pinned('step_6', '@activepieces/piece-slack', 'constructor', '0.17.9+community'),
    ),
  )
  const found = reportOn({ definition: made, changes: [] }, both, new Set())
  expect(found.community_pieces).toEqual([
    {
      step: 'step_1',
      piece_name: '@activepieces/piece-slack',
      piece_version: '0.17.9+community',
      native: { piece_name: '@activepieces/piece-slack', piece_version: '0.1.0' },
    },
    { step: 'step_2', piece_name: '@activepieces/piece-slack', piece_version: '0.17.9+community' },
    { step: 'step_3', piece_name: '@acme/piece-crm', piece_version: '1.0.0' },
    { step: 'step_6', piece_name: '@activepieces/piece-slack', piece_version: '0.17.9+community' },
  ])
  expect(found.unknown_actions).toEqual([
    {
      step: 'step_5',
      piece_name: '@activepieces/piece-slack',
      action_name: 'kick_user',
      install: {
        command: 'npm run pieces:add @activepieces/piece-slack@0.17.9',
        piece_version: '0.17.9+community',
      },
    },
    { step: 'step_6', piece_name: '@activepieces/piece-slack', action_name: 'constructor' },
  ])
})

test.each(SUGGESTIONS)(
  'what is suggested is there: $piece_name $action_name',
  async ({ piece_name, action_name }) => {
    expect((await loadPiece(piece_name)).actions).toHaveProperty([action_name])
  },
)

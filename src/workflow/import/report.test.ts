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
      suggestion: { piece_name: 'diga', action_name: 'makeCall' },
    },
    { step: 'step_2', piece_name: '@acme/piece-crm', piece_version: '0.0.1' },
    {
      step: 'step_4',
      piece_name: '@activepieces/piece-http-oauth2',
      piece_version: '0.0.1',
      suggestion: { piece_name: 'http', action_name: 'send_request' },
    },
  ])
  expect(unknown_actions).toEqual([
    { step: 'step_3', piece_name: '@activepieces/piece-slack', action_name: 'constructor' },
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

test.each(SUGGESTIONS)(
  'what is suggested is there: $piece_name $action_name',
  async ({ piece_name, action_name }) => {
    expect((await loadPiece(piece_name)).actions).toHaveProperty([action_name])
  },
)

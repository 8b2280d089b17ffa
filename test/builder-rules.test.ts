import { expect, test } from 'vitest'
import { piecesOf, rulesFrom } from '../src/builder/editor/state/pieces.ts'
import { listPieces, type PieceDetail } from '../src/piece/catalogue.ts'
import catalogue from '../src/piece/generated/catalogue.json' with { type: 'json' }
import { catalogueFor } from '../src/piece/rules.ts'
import { validateDefinition } from '../src/workflow/validate.ts'
import { chain, definition, piece, pieceTrigger } from './support/definitions.ts'

const pieces = piecesOf(
  listPieces(catalogue as unknown as PieceDetail[], { suggestionType: 'ACTION_AND_TRIGGER' }),
)

test('every action and trigger, filled in not at all, has the issues here that it has on the server', async () => {
  for (const { id, actions, triggers } of pieces.values()) {
    const [anyTrigger] = Object.keys(triggers)
    const [first, ...rest] = Object.keys(actions).map((name, index) => piece(`step_${index}`, id, name))
    const flow = definition(
      anyTrigger ? pieceTrigger(id, anyTrigger) : pieceTrigger('webhook', 'catch_webhook'),
      first ? chain(first, ...rest) : null,
    )
    const here = validateDefinition(flow, rulesFrom(pieces, undefined))
    expect(here, id).toEqual(validateDefinition(flow, await catalogueFor(flow)))
  }
})

test('connections that are broken, foreign or gone are told as well', () => {
  const auth = (id: string) => ({ auth: `{{connections['${id}']}}`, channel: 'C1', text: 'Hi' })
  const at = { created: '', updated: '' }
  const connection = { ...at, external_id: '', display_name: '', status_reason: null, used_by: [] }
  const rules = rulesFrom(pieces, [
    { ...connection, id: 'good', piece_name: 'slack', status: 'ACTIVE', type: 'OAUTH2' },
    { ...connection, id: 'other', piece_name: 'notion', status: 'ACTIVE', type: 'OAUTH2' },
    { ...connection, id: 'broken', piece_name: 'slack', status: 'ERROR', type: 'OAUTH2' },
  ])
  const codes = (id: string) =>
    validateDefinition(
      definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }), {
        ...piece('step_1', 'slack', 'send_channel_message', auth(id)),
      }),
      rules,
    ).map(({ code }) => code)
  expect(codes('good')).toEqual([])
  for (const id of ['other', 'broken', 'gone']) expect(codes(id)).toHaveLength(1)
})

import { afterEach, expect, test, vi } from 'vitest'
import { api, call } from '../../test/support/api.ts'
import { browse, cookieOf, makeMember } from '../../test/support/people.ts'
import { script } from '../../test/support/scripted-piece.ts'

const ask = (body: object, piece = 'scripted') =>
  api('POST', `/v1/workflow/piece/${piece}/options`, { step_type: 'TRIGGER', step_name: 'things', ...body })

afterEach(() => vi.unstubAllGlobals())

test('a dropdown offers what the service has for the fields filled in, by either name of the piece', async () => {
  const asked = { property: 'thing', input: { source: 'shop' }, search: 'shoes' }
  for (const piece of ['scripted', '@activepieces/piece-scripted', '@activepieces%2Fpiece-scripted']) {
    expect(await ask(asked, piece)).toMatchObject({
      status: 200,
      body: { disabled: false, options: [{ value: '1', label: 'shoes of shop' }] },
    })
  }
})

test.each([{}, { source: '' }, { source: '{{trigger.source}}' }])(
  'a dropdown that hangs on another field waits for its value: %j',
  async (input) => {
    const { body } = await ask({ property: 'thing', input })
    expect(body).toEqual({ disabled: true, placeholder: 'Choose "source" first.', options: [] })
  },
)

test('fields that hang on others come as properties', async () => {
  const { body } = await ask({ property: 'columns', input: { source: 'shop', thing: '1' } })
  expect(body).toEqual({
    disabled: false,
    properties: { price: { type: 'SHORT_TEXT', displayName: 'Price of 1', required: true } },
  })
  expect((await ask({ property: 'columns', input: {} })).body).toEqual({ disabled: false, properties: {} })
})

test('what the service refuses is said in the form', async () => {
  script('closed').before = () => {
    throw new Error('Closed today.')
  }
  const input = { source: 'closed', thing: '1' }
  expect((await ask({ property: 'thing', input })).body).toEqual({
    disabled: true,
    placeholder: 'Closed today.',
    options: [],
  })
  expect((await ask({ property: 'columns', input })).body).toEqual({
    disabled: true,
    placeholder: 'Closed today.',
    properties: {},
  })
})

test('a service that hangs keeps nobody waiting', async () => {
  script('slow').before = () => new Promise(() => undefined)
  const set = globalThis.setTimeout
  vi.stubGlobal('setTimeout', (fn: () => void, ms: number) => set(fn, ms === 15_000 ? 20 : ms))
  const { body } = await ask({ property: 'thing', input: { source: 'slow' } })
  expect(body).toMatchObject({ disabled: true, placeholder: expect.stringContaining('longer than 15 s') })
})

test.each([
  [{ property: 'nothing' }, 404, 'FIELD_UNKNOWN'],
  [{ property: 'source' }, 404, 'FIELD_UNKNOWN'],
  [{ property: 'thing', step_name: '__proto__' }, 404, 'FIELD_UNKNOWN'],
  [{ property: 'thing', step_type: 'ACTION' }, 404, 'FIELD_UNKNOWN'],
  [{ property: 'thing', connection_id: 'nope' }, 404, 'CONNECTION_NOT_FOUND'],
  [{ property: 'thing', input: { auth: "{{connections['nope']}}" } }, 404, 'CONNECTION_NOT_FOUND'],
  [{ property: 'thing', step_type: 'BOTH' }, 422, 'VALIDATION_FAILED'],
  [{}, 422, 'VALIDATION_FAILED'],
])('%j is refused', async (body, status, error_code) => {
  expect(await ask(body)).toMatchObject({ status, body: { error_code } })
})

test('a piece that is not there has no options', async () => {
  expect(await ask({ property: 'thing' }, 'nothing')).toMatchObject({
    status: 404,
    body: { error_code: 'PIECE_UNKNOWN' },
  })
})

test('it takes the right to edit workflows', async () => {
  const path = '/v1/workflow/piece/scripted/options'
  const body = { step_type: 'TRIGGER', step_name: 'things', property: 'thing' }
  expect((await call('POST', path, body)).status).toBe(401)
  expect((await browse(await cookieOf(await makeMember('READER')), 'POST', path, body)).status).toBe(403)
  expect((await browse(await cookieOf(await makeMember('MEMBER')), 'POST', path, body)).status).toBe(200)
})

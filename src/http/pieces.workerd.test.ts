import { expect, test } from 'vitest'
import contract from '../../test/fixtures/diga-workflow-openapi.json' with { type: 'json' }
import { api, call } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { pieceNames } from '../piece/registry.ts'

const { schemas } = contract.components
const list = (query = '') => api('GET', `/v1/workflow/piece${query}`)
const names = async (query: string): Promise<string[]> =>
  (await list(query)).body.map(({ id }: { id: string }) => id)

test.each(['', '/', '?suggestion_type=ACTION_AND_TRIGGER'])(
  'the list "%s" has every piece, with each field of the contract',
  async (query) => {
    const { status, body } = await list(query)
    expect(status).toBe(200)
    expect(body.map(({ id }: { id: string }) => id)).toEqual(pieceNames)
    for (const entry of body) {
      expectContract('PieceSummaryResponse', entry)
      expect(Object.keys(entry).sort()).toEqual(Object.keys(schemas.PieceSummaryResponse.properties).sort())
    }
  },
)

test.each(pieceNames)('the piece %s is answered in full, by either of its names', async (name) => {
  const { status, body } = await api('GET', `/v1/workflow/piece/${name}`)
  expect(status).toBe(200)
  expectContract('PieceDetailResponse', body)
  expect(Object.keys(body).sort()).toEqual(Object.keys(schemas.PieceDetailResponse.properties).sort())
  for (const path of [encodeURIComponent(body.name), body.name, `${name}/`]) {
    expect((await api('GET', `/v1/workflow/piece/${path}`)).body, path).toEqual(body)
  }
})

test('the list is filtered by words, by what is offered and by groups', async () => {
  expect(await names('?search=pre-call')).toEqual(['diga'])
  const startable = await names('?suggestion_type=TRIGGER')
  expect(startable).toEqual(expect.arrayContaining(['diga', 'subflows', 'webhook', 'slack']))
  expect(startable).not.toContain('math-helper')
  const both = await names('?categories=COMMUNICATION&categories=AI')
  expect(both).toEqual(expect.arrayContaining(['diga', 'slack']))
  expect(both).toEqual(await names('?categories=AI&categories=COMMUNICATION'))
  expect(both).not.toContain('store')
  expect(await names('?categories=AI')).not.toContain('slack')
})

test('a form can be drawn from the answer', async () => {
  const { body } = await api('GET', '/v1/workflow/piece/http')
  const { props } = body.actions.send_request
  expect(props.url).toEqual({ type: 'SHORT_TEXT', displayName: 'URL', required: true })
  expect(props.method.options.options).toContainEqual({ value: 'GET', label: 'GET' })
  expect(props.authFields).toMatchObject({ type: 'DYNAMIC', refreshers: ['authType'] })
  expect(props.authFields.variants.BEARER_TOKEN.token).toMatchObject({ type: 'SECRET_TEXT' })
})

test.each(['nothing', '@activepieces%2Fpiece-nothing', '__proto__', 'http/executions', 'executions', '%zz'])(
  'there is no piece "%s"',
  async (name) => {
    const { status, body } = await api('GET', `/v1/workflow/piece/${name}`)
    expect([status, body.error_code]).toEqual([404, 'PIECE_UNKNOWN'])
    expectContract('ErrorResponseSchema', body)
  },
)

test.each([
  ['suggestion_type=BOTH', 'suggestion_type'],
  ['suggestion_type=', 'suggestion_type'],
  ['categories=AI&categories=CORE', 'categories[1]'],
  [`search=${'a'.repeat(201)}`, 'search'],
])('the filter %s is refused, naming the field', async (query, field) => {
  const { status, body } = await list(`?${query}`)
  expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(body.details).toMatchObject([{ field }])
  expectContract('ErrorResponseSchema', body)
})

test.each(['/v1/workflow/piece', '/v1/workflow/piece/http'])(
  '%s tells nothing secret and needs no credential, but a wrong one is refused',
  async (path) => {
    expect((await call('GET', path)).status).toBe(200)
    expect((await call('GET', path, undefined, { authorization: 'Bearer wrong' })).status).toBe(401)
  },
)

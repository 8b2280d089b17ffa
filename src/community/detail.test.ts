import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePiece } from '../../scripts/pieces/community/make.ts'
import { specOf } from '../../scripts/pieces/community/package.ts'
import { openSandbox, type Sandbox } from '../../scripts/pieces/community/sandbox.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { listPieces, type PieceDetail } from '../piece/catalogue.ts'
import type { Properties, Property } from '../piece/property.ts'
import { communityDetail } from './detail.ts'
import { type CommunityPiece, Metadata } from './piece.ts'

const MODULES = join(import.meta.dirname, '../../node_modules')

/** What this project has among its own packages, from three ages of the framework. */
const NAMES = [
  'data-mapper',
  'delay',
  'discord',
  'google-sheets',
  'hubspot',
  'notion',
  'schedule',
  'slack',
  'store',
  'stripe',
  'subflows',
  'webhook',
]

let sandbox: Sandbox
const pieces = new Map<string, { piece: CommunityPiece; detail: PieceDetail }>()
beforeAll(async () => {
  sandbox = await openSandbox()
  for (const name of NAMES) {
    const folder = join(MODULES, `@activepieces/piece-${name}`)
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const spec = specOf(`@activepieces/piece-${name}@${version}`)
    const made = await makePiece({ ...spec, folder, integrity: '' }, sandbox)
    const piece = { ...made, hash: '' }
    pieces.set(name, { piece, detail: communityDetail(piece) })
  }
}, 60_000)
afterAll(() => sandbox.close())

const detailOf = (name: string) => pieces.get(name)!.detail

/** Every property, those inside others too, with its neighbours' names. */
function* properties(props: Properties): Generator<[string, Property, string[]]> {
  for (const [name, property] of Object.entries(props)) {
    yield [name, property, Object.keys(props)]
    yield* properties(property.properties ?? {})
  }
}
const partsOf = ({ actions, triggers }: PieceDetail) => [
  ...Object.values(actions),
  ...Object.values(triggers),
]

describe.each(NAMES)('the package of %s', (name) => {
  test("becomes an entry of the catalogue that fits Diga's contract", () => {
    const { piece, detail } = pieces.get(name)!
    expectContract('PieceDetailResponse', detail)
    for (const entry of listPieces([detail], { suggestionType: 'ACTION_AND_TRIGGER' }))
      expectContract('PieceSummaryResponse', entry)
    expect(detail).toMatchObject({
      id: `${name}@${piece.version}+community`,
      name: `@activepieces/piece-${name}`,
      version: `${piece.version}+community`,
      community: true,
      logoUrl: `/pieces/${name}.svg`,
    })
    expect(JSON.parse(JSON.stringify(detail))).toEqual(detail)
  })

  test('keeps every action, trigger and field but the connection', () => {
    const { piece, detail } = pieces.get(name)!
    for (const [kind, said] of [
      ['actions', piece.metadata.actions],
      ['triggers', piece.metadata.triggers],
    ] as const) {
      expect(Object.keys(detail[kind])).toEqual(Object.keys(said))
      for (const part of Object.values(said)) {
        const fields = Object.keys(part.props).filter((field) => field !== 'authentication')
        expect(Object.keys(detail[kind][part.name]!.props)).toEqual(fields)
      }
    }
  })

  test('has only fields that our forms can draw', () => {
    for (const part of partsOf(detailOf(name))) {
      for (const [field, property, neighbours] of properties(part.props)) {
        const where = `${part.name}.${field}`
        expect(property.type, where).not.toMatch(/AUTH|OIDC|CUSTOM/)
        if (property.type.startsWith('STATIC_')) expect(property.options?.options, where).not.toEqual([])
        for (const other of property.refreshers ?? []) expect(neighbours, where).toContain(other)
      }
    }
  })
})

test('a piece that takes two kinds of connection has both', () => {
  const { auth, actions } = detailOf('slack')
  expect(auth).toEqual([
    expect.objectContaining({
      type: 'OAUTH2',
      authUrl: expect.stringMatching(/^https:..slack\.com.oauth.v2.authorize/),
      scope: expect.any(Array),
    }),
    expect.objectContaining({ type: 'CUSTOM_AUTH', props: expect.any(Object) }),
  ])
  expect(actions.send_channel_message).toMatchObject({
    requireAuth: true,
    displayName: 'Send Message To A Channel',
  })
  expect(detailOf('store')).toMatchObject({ auth: null })
})

test('a piece from before connections had a place of their own has one all the same', () => {
  const { auth, actions } = detailOf('hubspot')
  expect(auth).toMatchObject({ type: 'OAUTH2', tokenUrl: 'https://api.hubapi.com/oauth/v1/token' })
  for (const { requireAuth, props } of Object.values(actions)) {
    expect(requireAuth).toBe(true)
    expect(props).not.toHaveProperty('authentication')
  }
})

/** A piece that says just this. */
const made = (metadata: object): PieceDetail =>
  communityDetail({
    name: 'made',
    package: '@acme/piece-made',
    version: '1.0.0',
    hash: '',
    metadata: Metadata.parse({ displayName: 'Made', actions: {}, triggers: {}, ...metadata }),
  })

test('every kind of field comes over with what belongs to it', () => {
  const field = (type: string, more: object = {}) => ({ type, displayName: type, required: true, ...more })
  const options = { disabled: false, options: [{ label: 'One', value: 1 }, { value: 'two' }] }
  const props = {
    line: field('SHORT_TEXT', { description: 'Said', defaultValue: 'x' }),
    rows: field('ARRAY', { properties: { a: field('NUMBER'), login: field('OAUTH2') } }),
    one: field('STATIC_DROPDOWN', { options }),
    many: field('STATIC_MULTI_SELECT_DROPDOWN', { options: { options: [] } }),
    asked: field('DROPDOWN', { refreshers: ['auth', 'line'], refreshOnSearch: true }),
    fields: field('DYNAMIC', { refreshers: ['asked'] }),
    own: field('CUSTOM', { code: 'x' }),
    note: field('MARKDOWN', { description: '# Read' }),
    empty: field('LONG_TEXT', { defaultValue: null, description: '' }),
  }
  const detail = made({ actions: { go: { name: 'go', displayName: '', description: '', props } } })
  expect(detail.actions.go).toMatchObject({ displayName: 'go', description: 'go', requireAuth: false })
  expect(detail.actions.go!.props).toEqual({
    line: {
      type: 'SHORT_TEXT',
      displayName: 'SHORT_TEXT',
      required: true,
      description: 'Said',
      defaultValue: 'x',
    },
    rows: {
      type: 'ARRAY',
      displayName: 'ARRAY',
      required: true,
      properties: { a: { type: 'NUMBER', displayName: 'NUMBER', required: true } },
    },
    one: {
      type: 'STATIC_DROPDOWN',
      displayName: 'STATIC_DROPDOWN',
      required: true,
      options: {
        disabled: false,
        options: [
          { label: 'One', value: 1 },
          { label: 'two', value: 'two' },
        ],
      },
    },
    many: {
      type: 'STATIC_MULTI_SELECT_DROPDOWN',
      displayName: 'STATIC_MULTI_SELECT_DROPDOWN',
      required: true,
      options: { disabled: false, options: [] },
    },
    asked: {
      type: 'DROPDOWN',
      displayName: 'DROPDOWN',
      required: true,
      refreshers: ['line'],
      refreshOnSearch: true,
    },
    fields: { type: 'DYNAMIC', displayName: 'DYNAMIC', required: true, refreshers: ['asked'] },
    own: { type: 'JSON', displayName: 'CUSTOM', required: true },
    note: { type: 'MARKDOWN', displayName: 'MARKDOWN', required: false, description: '# Read' },
    empty: { type: 'LONG_TEXT', displayName: 'LONG_TEXT', required: true },
  })
})

test.each([
  [[], null],
  [[{ type: 'OIDC', displayName: 'x' }], null],
  [
    [{ type: 'SECRET_TEXT', displayName: 'Key', description: 'Where' }],
    { type: 'SECRET_TEXT', displayName: 'Key', description: 'Where', required: true },
  ],
  [
    [{ type: 'BASIC_AUTH', displayName: 'Login', username: { displayName: 'User' } }],
    {
      type: 'BASIC_AUTH',
      displayName: 'Login',
      required: true,
      username: { displayName: 'User' },
      password: { displayName: 'Password' },
    },
  ],
  [
    [
      {
        type: 'OAUTH2',
        displayName: '',
        authUrl: 'a',
        tokenUrl: 'b',
        scope: ['c'],
        grantType: 'both_client_credentials_and_authorization_code',
      },
    ],
    {
      type: 'OAUTH2',
      displayName: 'Connection',
      required: true,
      authUrl: 'a',
      tokenUrl: 'b',
      scope: ['c'],
      pkce: false,
      grantType: 'authorization_code',
    },
  ],
])('credentials %# come over', (auth, expected) => {
  expect(JSON.parse(JSON.stringify(made({ auth }).auth))).toEqual(expected)
})

test("categories become Diga's groups", () => {
  expect(made({ categories: ['CORE', 'SALES_AND_CRM', 'PAYMENT_PROCESSING', 'NEW'] }).categories).toEqual([
    'SALES_AND_CRM',
    'COMMERCE',
  ])
})

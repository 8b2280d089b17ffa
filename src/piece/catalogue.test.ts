import { PieceCategory } from '@activepieces/shared'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import contract from '../../test/fixtures/diga-workflow-openapi.json' with { type: 'json' }
import {
  type CatalogueFilter,
  listPieces,
  pieceCategories,
  pieceDetail,
  suggestionTypes,
} from './catalogue.ts'
import * as fields from './fields.ts'
import { action, piece } from './piece.ts'
import { type Property, propertyOf } from './property.ts'
import { loadPiece, pieceNames } from './registry.ts'
import { trigger } from './trigger.ts'

/** Activepieces' property types that hold a value, and the one that is only shown. */
const PROPERTY_TYPES = new Set([
  ...['SHORT_TEXT', 'LONG_TEXT', 'SECRET_TEXT', 'NUMBER', 'CHECKBOX', 'DATE_TIME', 'FILE', 'COLOR'],
  ...['DROPDOWN', 'STATIC_DROPDOWN', 'MULTI_SELECT_DROPDOWN', 'STATIC_MULTI_SELECT_DROPDOWN'],
  ...[
    'ARRAY',
    'OBJECT',
    'JSON',
    'DYNAMIC',
    'CUSTOM',
    'OAUTH2',
    'BASIC_AUTH',
    'CUSTOM_AUTH',
    'OIDC',
    'MARKDOWN',
  ],
])

const all = await Promise.all(pieceNames.map((name) => loadPiece(name)))
const named = all.map((each) => [each.name, pieceDetail(each)] as const)

/** Every property of a form, those inside others too, each with the names of its neighbours. */
function* allProperties(props: Record<string, Property>): Generator<[string, Property, string[]]> {
  for (const [name, property] of Object.entries(props)) {
    yield [name, property, Object.keys(props)]
    yield* allProperties(property.properties ?? {})
    for (const variant of Object.values(property.variants ?? {})) yield* allProperties(variant)
  }
}

describe.each(named)('the piece %s', (_name, detail) => {
  const parts = [...Object.values(detail.actions), ...Object.values(detail.triggers)]

  test('says of each action and trigger what it is', () => {
    expect(parts).not.toEqual([])
    for (const { name, displayName, description } of [detail, ...parts]) {
      expect([name, displayName.trim(), description.trim()]).not.toContain('')
    }
  })

  test('describes every field with a type Activepieces knows, and what that type needs', () => {
    for (const part of parts) {
      for (const [name, property, neighbours] of allProperties(part.props)) {
        const where = `${part.name}.${name}`
        expect(PROPERTY_TYPES, where).toContain(property.type)
        if (property.type !== 'MARKDOWN') expect(property.displayName.trim(), where).not.toBe('')
        expect(typeof property.required, where).toBe('boolean')
        expect(property.type.startsWith('STATIC_'), where).toBe(property.options !== undefined)
        if (property.variants) expect(property.type, where).toBe('DYNAMIC')
        // What a DYNAMIC field has no variants for, its service makes known once others are filled in.
        // One that hangs on nothing but the connection has an empty list.
        if (property.type === 'DYNAMIC') expect(property.refreshers, where).toBeInstanceOf(Array)
        expect(neighbours, where).toEqual(expect.arrayContaining(property.refreshers ?? []))
      }
    }
  })

  test('has variants only for values that can be chosen', () => {
    for (const part of parts) {
      for (const [name, { variants, refreshers }] of Object.entries(part.props)) {
        const options = part.props[refreshers?.[0] ?? '']?.options?.options.map(({ value }) => `${value}`)
        if (variants && options) expect(options, name).toEqual(expect.arrayContaining(Object.keys(variants)))
      }
    }
  })

  test('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(detail))).toEqual(detail)
  })
})

const label = 'x'
const optionA = [{ value: 'a', label: 'A' }] as const
const row = z.object({ n: fields.number({ label: 'Count', required: false }) })
const rowView = { n: { type: 'NUMBER', displayName: 'Count', required: false } }

test.each([
  [
    'its default and description',
    fields.checkbox({ label, description: 'Why', defaultValue: false }),
    { type: 'CHECKBOX', required: true, description: 'Why', defaultValue: false },
  ],
  [
    'its choices',
    fields.choice({ label, choices: optionA }),
    { type: 'STATIC_DROPDOWN', required: true, options: { disabled: false, options: optionA } },
  ],
  [
    'its suggestions',
    fields.suggested({ label, suggestions: optionA }),
    { type: 'SHORT_TEXT', required: true, suggestions: optionA },
  ],
  [
    'the fields of a row',
    fields.rows({ label, row }),
    { type: 'ARRAY', required: true, properties: rowView },
  ],
  [
    'the fields of each variant',
    fields.dynamic({ label, required: false, dependsOn: 'kind', variants: { a: row } }),
    { type: 'DYNAMIC', required: false, refreshers: ['kind'], variants: { a: rowView } },
  ],
])('a property tells %s', (_what, schema, expected) => {
  const { field } = fields.fieldsOf(z.object({ field: schema as z.ZodType }))
  expect(propertyOf(field as fields.FieldMeta)).toStrictEqual({ displayName: label, ...expected })
})

const part = (name: string, displayName: string) => ({
  name,
  displayName,
  description: '',
  input: z.object({}),
})
const doing = (name: string, displayName: string) =>
  action({ ...part(name, displayName), idempotent: true, run: () => null })
const starting = (name: string, displayName: string) =>
  trigger({ ...part(name, displayName), type: 'CALL', sampleData: null })
const sample = (name: string, displayName: string, categories: string[]) =>
  ({ name, displayName, description: '', version: '1.0.0', categories }) as const

const samples = [
  piece({
    ...sample('phone', 'Teléfono', ['COMMUNICATION', 'CUSTOMER_SUPPORT']),
    actions: [doing('call', 'Make a call'), doing('text', 'Send a text')],
    triggers: [starting('ended', 'Call ended')],
  }),
  piece({ ...sample('clock', 'Clock', ['CORE']), triggers: [starting('tick', 'Every hour')] }),
  piece({ ...sample('shop', 'Shop', ['PAYMENT_PROCESSING']), actions: [doing('pay', 'Take a payment')] }),
]

/** What a filter gives: each piece with the actions and triggers it suggests. */
const found = (filter: CatalogueFilter) =>
  listPieces(samples.map(pieceDetail), filter).map(({ id, suggestedActions, suggestedTriggers }) => [
    id,
    ...[...(suggestedActions ?? []), ...(suggestedTriggers ?? [])].map(({ name }) => name),
  ])

test.each<[string, CatalogueFilter, string[][]]>([
  ['nothing', {}, [['phone'], ['clock'], ['shop']]],
  ['an empty search', { search: ' ' }, [['phone'], ['clock'], ['shop']]],
  ['a name, whatever its case and accents', { search: 'TELEFONO' }, [['phone']]],
  ["the package's name", { search: 'clock' }, [['clock']]],
  ['an action', { search: 'payment' }, [['shop']]],
  ['words of the piece and of its action', { search: 'telefono text' }, [['phone']]],
  ['a word that is missing', { search: 'shop hour' }, []],
  [
    'actions',
    { suggestionType: 'ACTION' },
    [
      ['phone', 'call', 'text'],
      ['shop', 'pay'],
    ],
  ],
  [
    'triggers',
    { suggestionType: 'TRIGGER' },
    [
      ['phone', 'ended'],
      ['clock', 'tick'],
    ],
  ],
  [
    'either',
    { suggestionType: 'ACTION_AND_TRIGGER' },
    [
      ['phone', 'call', 'text', 'ended'],
      ['clock', 'tick'],
      ['shop', 'pay'],
    ],
  ],
  ['actions by a word', { suggestionType: 'ACTION', search: 'call' }, [['phone', 'call']]],
  [
    "actions by their piece's name",
    { suggestionType: 'ACTION', search: 'phone' },
    [['phone', 'call', 'text']],
  ],
  ['triggers by a word only an action has', { suggestionType: 'TRIGGER', search: 'payment' }, []],
  ['a category', { categories: ['COMMERCE'] }, [['shop']]],
  ['any of several categories', { categories: ['COMMERCE', 'COMMUNICATION'] }, [['phone'], ['shop']]],
  ['a category nobody has', { categories: ['AI'] }, []],
])('the catalogue filtered by %s', (_what, filter, expected) => {
  expect(found(filter)).toEqual(expected)
})

test('an entry counts all its parts, whatever is suggested, and names each group once', () => {
  const [phone] = listPieces(samples.map(pieceDetail), { search: 'call', suggestionType: 'TRIGGER' })
  expect(phone).toMatchObject({
    name: '@activepieces/piece-phone',
    actions: 2,
    triggers: 1,
    suggestedActions: [],
    categories: ['COMMUNICATION'],
  })
  expect(listPieces(samples.map(pieceDetail), {})[0]).toMatchObject({
    suggestedActions: null,
    suggestedTriggers: null,
  })
})

test("the filters take exactly the contract's values", () => {
  const { schemas } = contract.components
  expect([pieceCategories, suggestionTypes]).toEqual([
    schemas.PieceCategory.enum,
    schemas.SuggestionType.enum,
  ])
})

test.each(Object.values(PieceCategory))(
  "Activepieces' category %s has one group, a building block none",
  (category) => {
    const isBlock = category === PieceCategory.CORE || category === PieceCategory.FLOW_CONTROL
    const { categories } = pieceDetail(piece(sample('any', 'Any', [category])))
    expect(categories).toHaveLength(isBlock ? 0 : 1)
  },
)

test("every category a piece names is one of Activepieces'", () => {
  expect(Object.values(PieceCategory)).toEqual(expect.arrayContaining(all.flatMap((each) => each.categories)))
})

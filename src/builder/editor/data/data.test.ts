import { describe, expect, test } from 'vitest'
import { chain, code, definition, loop, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import { previewTemplate, sourcesFor } from './scope.ts'
import { type DataNode, dataNode, memberPath, searchData, tokenOf } from './tree.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const step = (name: string) => code(name, 'x')
const flow = definition(
  trigger,
  chain(
    step('step_1'),
    loop('step_2', '{{step_1.items}}', chain(step('step_3'), step('step_4'))),
    router('step_5', [
      { name: 'A', when: [[{}]], first: step('step_6') },
      { name: 'B', when: 'fallback' },
    ]),
    step('step_7'),
  ),
)
const samples = new Map<string, unknown>([
  ['trigger', { body: { phone: '+34600000001', tags: ['a', 'b'] }, 'x-y': { "it's": 1 } }],
  ['step_1', { items: [{ id: 7 }] }],
  ['step_2', [{ id: 7 }, { id: 8 }]],
])

const everyNode = (node: DataNode): DataNode[] => [node, ...node.children.flatMap(everyNode)]

describe('a tree of sample data', () => {
  const tree = dataNode('trigger', 'Webhook', samples.get('trigger'))

  test("has for every value the expression that reads it, checked by the product's own evaluator", () => {
    const sources = sourcesFor(flow, 'step_1', samples)
    const found = everyNode(tree).filter(({ children }) => children.length === 0)
    const read = found.map(({ path }) => [path, previewTemplate(tokenOf(path), sources).value])
    expect(read).toEqual([
      ['trigger.body.phone', '+34600000001'],
      ['trigger.body.tags[0]', 'a'],
      ['trigger.body.tags[1]', 'b'],
      ["trigger['x-y']['it\\'s']", 1],
    ])
  })

  test.each(['a', 'ä', 'a b', "a'b", 'a\\b', 'a\nb', '1', '__proto__x'])(
    'has a path for the key %j',
    (key) => {
      const sources = sourcesFor(flow, 'step_1', new Map([['trigger', { [key]: 'found' }]]))
      expect(previewTemplate(tokenOf(memberPath('trigger', key)), sources).value).toBe('found')
    },
  )

  test('is searched by names and values; what is found keeps what is above it', () => {
    const labels = (query: string) =>
      searchData([tree], query)
        .flatMap(everyNode)
        .map(({ label }) => label)
    expect(labels('PHONE')).toEqual(['Webhook', 'body', 'phone'])
    expect(labels('34600')).toEqual(['Webhook', 'body', 'phone'])
    expect(labels('nothing of that')).toEqual([])
    expect(searchData([tree], ' ')).toEqual([tree])
  })

  test('ends where data is very long or deep', () => {
    let deep: unknown = 'end'
    for (let level = 0; level < 1000; level++) deep = { deep }
    expect(everyNode(dataNode('x', 'x', deep)).length).toBeLessThan(20)
    expect(dataNode('x', 'x', Array(10_000).fill(1)).children).toHaveLength(50)
  })
})

describe('a step may read', () => {
  const names = (name: string) => sourcesFor(flow, name, samples).map((source) => source.step.name)

  test('what can have run before it', () => {
    expect(names('step_4')).toEqual(['trigger', 'step_1', 'step_2', 'step_3'])
    expect(names('step_7')).toEqual(['trigger', 'step_1', 'step_2', 'step_5', 'step_6'])
    expect(names('trigger')).toEqual([])
  })

  test("a loop's item, of the first iteration", () => {
    const sources = sourcesFor(flow, 'step_3', samples)
    expect(previewTemplate('{{step_2.item.id}} of {{step_2.index}}', sources).value).toBe('7 of 1')
  })
})

describe('a preview', () => {
  const sources = sourcesFor(flow, 'step_7', samples)

  test('says which steps were never tested', () => {
    expect(previewTemplate('{{step_6.x}}', sources)).toMatchObject({ value: '', unknown: ['step_6'] })
  })

  test('says what is wrong with an expression', () => {
    expect(previewTemplate('{{step_9.x}}', sources).warnings).toMatchObject([{ code: 'UNKNOWN_REFERENCE' }])
    expect(previewTemplate('{{1 +}}', sources).warnings).toMatchObject([{ code: 'EXPRESSION_SYNTAX' }])
  })

  test('never shows a credential', () => {
    expect(previewTemplate("{{connections['c1'].access_token}}", sources).value).toBe('**REDACTED**')
  })
})

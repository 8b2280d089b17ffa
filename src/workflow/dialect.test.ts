import { describe, expect, test } from 'vitest'
import {
  chain,
  code,
  definition,
  loop,
  piece,
  pieceTrigger,
  router,
  when,
} from '../../test/support/definitions.ts'
import { toFlatReferences } from './dialect.ts'
import type { Definition } from './schema.ts'

/** A nested definition whose steps are trigger, step_1 (holding `text`), step_2 and get_user. */
function holding(text: unknown): Definition {
  const first = chain(
    piece('step_1', 'http', 'send_request', { text }),
    code('step_2', 'x'),
    code('get_user', 'x'),
  )
  return { ...definition(pieceTrigger('webhook', 'catch_webhook'), first), schemaVersion: '22' }
}

function flat(text: string): unknown {
  const { nextAction } = toFlatReferences(holding(text)).trigger
  return nextAction?.type === 'PIECE' ? nextAction.settings.input?.text : null
}

describe('references of the nested dialect become flat', () => {
  test.each([
    // plain members
    ["{{step_1['output'].x}}", '{{step_1.x}}'],
    ['{{step_1["output"].x}}', '{{step_1.x}}'],
    ['{{step_1.output.x}}', '{{step_1.x}}'],
    ["{{step_1['output']}}", '{{step_1}}'],
    ["{{trigger['output']['body']['email']}}", "{{trigger['body']['email']}}"],
    ["{{ trigger['output'].body }}", '{{ trigger.body }}'],
    ["{{step_1['output'][0]}}", '{{step_1[0]}}'],
    ["{{get_user['output'].name}}", '{{get_user.name}}'],
    // a step that no longer exists is still written like one
    ["{{step_99['output'].x}}", '{{step_99.x}}'],
    // an output that has a field called output
    ["{{step_1['output']['output']}}", "{{step_1['output']}}"],
    ["{{step_1['output'].output.x}}", '{{step_1.output.x}}'],
    // errors
    ["{{step_1['error']['message']}}", '{{step_1.error.message}}'],
    ['{{step_1.error.message}}', '{{step_1.error.message}}'],
    ["{{step_1['error']?.['message']}}", '{{step_1.error?.message}}'],
    ['{{step_1?.error.message}}', '{{step_1?.error.message}}'],
    ["{{step_1?.['error']['message']}}", '{{step_1?.error.message}}'],
    // optional chains
    ["{{step_1['output']?.x}}", '{{step_1?.x}}'],
    ["{{step_1?.['output']?.x}}", '{{step_1?.x}}'],
    ["{{step_1?.['output'].x}}", '{{step_1?.x}}'],
    ['{{step_1?.output[0]}}', '{{step_1?.[0]}}'],
    ["{{step_1['output']?.[0].y}}", '{{step_1?.[0].y}}'],
    // several tokens and text between them
    ["Hi {{step_1['output'].a}}, {{step_2['output'].b}}!", 'Hi {{step_1.a}}, {{step_2.b}}!'],
    // whole expressions
    ["{{step_1['output'].a + step_2['output'].b}}", '{{step_1.a + step_2.b}}'],
    ["{{trigger['output'].n > 3 ? step_1['output'].a : 'none'}}", "{{trigger.n > 3 ? step_1.a : 'none'}}"],
    ["{{step_1['output'].list[step_2['output'].index]}}", '{{step_1.list[step_2.index]}}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of an expression
    ["{{`${step_1['output'].a} and ${trigger['output'].b}`}}", '{{`${step_1.a} and ${trigger.b}`}}'],
    ["{{[...step_1['output'].a, step_2['output']]}}", '{{[...step_1.a, step_2]}}'],
    ["{{ {\"a\": step_1['output'], [step_2['output'].k]: 1} }}", '{{ {"a": step_1, [step_2.k]: 1} }}'],
    ["{{JSON.parse(step_1['output'].body)['a']}}", "{{JSON.parse(step_1.body)['a']}}"],
    [
      "{{flattenNestedKeys(trigger['output'], ['users','name'])}}",
      "{{flattenNestedKeys(trigger, ['users','name'])}}",
    ],
    [
      "{{step_1['output'].list.filter((item) => item.id === step_2['output'].id)}}",
      '{{step_1.list.filter((item) => item.id === step_2.id)}}',
    ],
    ["{{typeof step_1['output'].x}}", '{{typeof step_1.x}}'],
    ["{{(step_1['output'].x ?? step_2['output'].y).z}}", '{{(step_1.x ?? step_2.y).z}}'],
    // only the head of a chain into a loop's iterations
    ["{{step_1['output'].iterations[0].step_2.output.foo}}", '{{step_1.iterations[0].step_2.output.foo}}'],
    // braces inside a token
    ["{{ '}}' + step_1['output'].a }}", "{{ '}}' + step_1.a }}"],
    ['{{{"x":{"y":step_1[\'output\'].a}}}}', '{{{"x":{"y":step_1.a}}}}'],
    // names that are not steps here
    ["{{connections['output'].x}}", "{{connections['output'].x}}"],
    ['{{response.output.x}}', '{{response.output.x}}'],
    ['{{trigger2.output.x}}', '{{trigger2.output.x}}'],
    // property names, keys and literals that look like steps
    ["{{trigger['output'].step_1.output.x}}", '{{trigger.step_1.output.x}}'],
    ['{{ {step_1: 1, trigger: 2} }}', '{{ {step_1: 1, trigger: 2} }}'],
    ["{{'step_1.output.x'}}", "{{'step_1.output.x'}}"],
    ['{{"see {{step_1[\'output\']}}"}}', '{{"see {{step_1[\'output\']}}"}}'],
    // names bound inside
    ['{{list.map((step_1) => step_1.output)}}', '{{list.map((step_1) => step_1.output)}}'],
    ['{{(({ trigger }) => trigger.output)(x)}}', '{{(({ trigger }) => trigger.output)(x)}}'],
    [
      '{{(() => { const step_1 = x; return step_1.output })()}}',
      '{{(() => { const step_1 = x; return step_1.output })()}}',
    ],
    [
      '{{(function step_2() { return step_2.output })()}}',
      '{{(function step_2() { return step_2.output })()}}',
    ],
    [
      "{{(() => { try { f() } catch (step_1) { return step_1.output } return step_1['output'].x })()}}",
      '{{(() => { try { f() } catch (step_1) { return step_1.output } return step_1.x })()}}',
    ],
    [
      "{{(() => { for (const step_1 of a) { g(step_1.output) } return step_1['output'] })()}}",
      '{{(() => { for (const step_1 of a) { g(step_1.output) } return step_1 })()}}',
    ],
    [
      '{{(() => { if (a) { var step_1 = b } return step_1.output })()}}',
      '{{(() => { if (a) { var step_1 = b } return step_1.output })()}}',
    ],
    // what can't be said in the flat dialect, or is no expression, stays
    ['{{step_1}}', '{{step_1}}'],
    ['{{step_1[key].x}}', '{{step_1[key].x}}'],
    ["{{step_1['output'].}}", "{{step_1['output'].}}"],
    ["{{step_1['output'].x", "{{step_1['output'].x"],
    ["step_1['output'].x", "step_1['output'].x"],
    ['{{}}', '{{}}'],
    ["{{}} {{step_1['output'].x}}", '{{}} {{step_1.x}}'],
    // formulas hold tokens of their own
    [
      "ap-formula-v1::{ uppercase({{step_1['output'].x}}) }::ap-formula-v1",
      'ap-formula-v1::{ uppercase({{step_1.x}}) }::ap-formula-v1',
    ],
  ])('%s', (nested, expected) => {
    expect(flat(nested)).toBe(expected)
  })

  test('in inputs at any depth, loop items and conditions, and nowhere else', () => {
    const text = "{{trigger['output'].x}}"
    const body = router('step_2', [
      { name: text, when: [[when(text, 'TEXT_CONTAINS', text)]] },
      { name: 'b', when: 'fallback' },
    ])
    const first = chain(code('step_1', text, { a: [{ [text]: text }] }), loop('step_3', text, body))
    const input = { ...definition(pieceTrigger('webhook', 'catch', { text }), first), schemaVersion: '24' }
    const result = toFlatReferences(input)
    const flatText = '{{trigger.x}}'
    const flatBody = router('step_2', [
      { name: text, when: [[when(flatText, 'TEXT_CONTAINS', flatText)]] },
      { name: 'b', when: 'fallback' },
    ])
    const flatFirst = chain(
      code('step_1', text, { a: [{ [text]: flatText }] }),
      loop('step_3', flatText, flatBody),
    )
    expect(result).toEqual(definition(pieceTrigger('webhook', 'catch', { text: flatText }), flatFirst))
  })
})

describe('a definition is rewritten once', () => {
  test.each(['21', '20', '1', null, undefined])(
    'schema version %s is flat already and stays as it is',
    (schemaVersion) => {
      const input = { ...holding("{{step_1['output'].x}}"), schemaVersion }
      expect(toFlatReferences(input)).toBe(input)
    },
  )

  test('so that a second time changes nothing', () => {
    const once = toFlatReferences(holding("{{step_1['output']['output'].x}}"))
    expect(once.schemaVersion).toBe('21')
    expect(toFlatReferences(once)).toBe(once)
  })

  test('and the input is left alone', () => {
    const input = holding("{{step_1['output'].x}}")
    const before = structuredClone(input)
    toFlatReferences(input)
    expect(input).toEqual(before)
  })
})

describe('hostile expressions are left as they are', () => {
  test.each([
    ['nested brackets', `{{${'('.repeat(20_000)}step_1.output${')'.repeat(20_000)}}}`],
    ['a chain of operators', `{{${'!'.repeat(20_000)}step_1.output}}`],
    ['endless openings', '{{'.repeat(20_000)],
    ['endless closings', `{{ ${'}}'.repeat(20_000)}`],
    ['endless tokens that change nothing', '{{step_1.x}}'.repeat(20_000)],
  ])('%s', (_what, text) => {
    expect(flat(text)).toBe(text)
  })
})

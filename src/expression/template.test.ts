// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are the data here
import { describe, expect, test } from 'vitest'
import { compileTemplate, connectionIds, references, resolveTemplate, type Scope } from './template.ts'

/** A scope over plain data. */
function scopeOf(data: Record<string, unknown>): Scope {
  return { has: (name) => Object.hasOwn(data, name), get: (name) => data[name] }
}

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

function resolve(input: unknown, data: Record<string, unknown>) {
  return resolveTemplate(compileTemplate(input), scopeOf(data), { now: NOW })
}

const STATE = {
  trigger: {
    items: [5, 'a'],
    name: 'John',
    price: 6.4,
    users: [{ name: 'Alice' }, { name: 'Bob' }],
    lastNames: ['Smith', 'Doe'],
  },
  step_1: { success: true, count: 0, nested: { deep: { value: 42 } }, 'weird.key': 'dotted', text: 'hello' },
  step_4: { error: { message: 'Custom Runtime Error' } },
  step_7: { delayForInMs: 20000 },
  step_8: { delayForInMs: 20000 },
}

describe('the Activepieces resolver fixture', () => {
  test.each<[unknown, unknown]>([
    ['Hello world!', 'Hello world!'],
    ['Price is {{ trigger.price }}', 'Price is 6.4'],
    ['{{ {"where": "a"} }}', { where: 'a' }],
    ['{{trigger}}', STATE.trigger],
    ["{{flattenNestedKeys(trigger, ['users','name'])}}", ['Alice', 'Bob']],
    ["{{flattenNestedKeys(trigger, ['users','name'])}} {{trigger.lastNames}}", ['Alice Smith', 'Bob Doe']],
    ['{{trigger.name}} {{trigger.name}}', 'John John'],
    ['{{trigger.items[0]}} {{trigger.items[1]}}', '5 a'],
    ['{{trigger.items}}', [5, 'a']],
    ['{{trigger.items[0]}}', 5],
    ['test {{configs.bar}} {{trigger.items[4]}}', 'test  '],
    ['', ''],
    ['{{}}', ''],
    [
      { input: { foo: 'bar', nums: [1, 2, '{{trigger.items[0]}}'], var: '{{trigger.price}}' } },
      { input: { foo: 'bar', nums: [1, 2, 5], var: 6.4 } },
    ],
    ['{{step_1.success}}', true],
    ['{{trigger.price + 2 - 3}}', 6.4 + 2 - 3],
    ['items are {{trigger.items}}', 'items are [5,"a"]'],
    ['values from trigger step: {{trigger}}', `values from trigger step: ${JSON.stringify(STATE.trigger)}`],
    ['{{Math.min(trigger.price + 2 - 3, 2)}}', 2],
    ['{{Math.max(trigger.price + 2, 2)}}', 8.4],
    ['{{step_7.delayForInMs}}', 20000],
    ['{{step_8.delayForInMs}}', 20000],
  ])('%j gives %j', (input, expected) => {
    expect(resolve(input, STATE).value).toEqual(expected)
  })
})

describe('plain paths', () => {
  test.each<[string, unknown]>([
    ['trigger.name', 'John'],
    ['trigger.items', [5, 'a']],
    ['trigger.items[0]', 5],
    ['trigger.users[1].name', 'Bob'],
    ["trigger.users[0]['name']", 'Alice'],
    ['step_1.success', true],
    ['step_1.count', 0],
    ['step_1.nested.deep.value', 42],
    ["step_1['weird.key']", 'dotted'],
    ['step_1.text.length', 5],
    ['trigger.items.length', 2],
    ['trigger.name[0]', 'J'],
    ['step_1.missing', ''],
    ['step_1.nested.absent.deeper', ''],
    ['step_99', ''],
    ['step_4.output', ''],
    ['step_4.error.message', 'Custom Runtime Error'],
    ["step_4['error']['message']", 'Custom Runtime Error'],
    ['step_1 .text', 'hello'],
    ['step_1?.nested?.["deep"].value', 42],
    ['step_1["te\\u0078t"]', 'hello'],
    ['  step_1.text  ', 'hello'],
    ["step_1.['text']", ''],
  ])('{{%s}} gives %j', (path, expected) => {
    expect(resolve(`{{${path}}}`, STATE).value).toEqual(expected)
  })

  test('several in a text are joined as text', () => {
    const input = '{{trigger.name}} has {{step_1.count}} of {{step_1.success}}'
    expect(resolve(input, STATE).value).toBe('John has 0 of true')
  })

  test.each([
    '__proto__',
    'constructor',
    'constructor.constructor',
    'step_1.__proto__.x',
    "step_1['constructor']['prototype']",
    'trigger.items.map',
    'trigger.name.toString',
  ])('{{%s}} never reaches a prototype', (path) => {
    const { value, warnings } = resolve(`{{${path}}}`, STATE)
    expect(value).toBe('')
    expect(warnings).toHaveLength(1)
  })

  test('a field that is called like something of the language is plain data', () => {
    const names = [
      'arguments',
      'constructor',
      'length',
      'prototype',
      'toString',
      '__proto__',
      'hasOwnProperty',
    ]
    const fields = JSON.parse(`{${names.map((name) => `"${name}":"own ${name}"`).join(',')}}`)
    for (const name of names) {
      const data = { trigger: fields }
      expect(resolve(`{{trigger.${name}}}`, data).value).toBe(`own ${name}`)
      expect(resolve(`{{trigger['${name}'] + ''}}`, data).value).toBe(`own ${name}`)
      expect(resolve(`{{(({${name}: x}) => x)(trigger)}}`, data).value).toBe(`own ${name}`)
    }
    expect(resolve('{{ ({...trigger}) }}', { trigger: fields }).value).toStrictEqual(fields)
  })
})

describe('what a template keeps', () => {
  test('a single token keeps its type, and whitespace around it makes text of it', () => {
    expect(resolve('{{ trigger.items }}', STATE).value).toBe(STATE.trigger.items)
    expect(resolve(' {{trigger.items}}', STATE).value).toBe(' [5,"a"]')
  })

  test('null and undefined become an empty text', () => {
    expect(resolve(['{{trigger.x}}', 'a{{trigger.x}}b', '{{ null }}'], { trigger: { x: null } })).toEqual({
      value: ['', 'ab', ''],
      warnings: [],
    })
  })

  test('parts without tokens are handed on as they are', () => {
    const input = { fixed: { deep: [1, { a: 'b' }] }, text: '{{trigger.name}}' }
    const { value } = resolve(input, STATE)
    expect((value as typeof input).fixed).toBe(input.fixed)
    expect(resolve(input.fixed, STATE).value).toBe(input.fixed)
  })

  test('keys are left alone', () => {
    expect(resolve({ '{{trigger.name}}': 1, b: '{{trigger.name}}' }, STATE).value).toEqual({
      '{{trigger.name}}': 1,
      b: 'John',
    })
  })

  test('a key called __proto__ in the input stays a key', () => {
    const input = JSON.parse('{"__proto__": {"a": "{{trigger.name}}"}}')
    const { value } = resolve(input, STATE)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":"John"}}')
  })

  test('objects with lazy getters work, and only what is asked for is computed', () => {
    const asked: string[] = []
    const lazy = {
      get item() {
        asked.push('item')
        return { id: 7 }
      },
      get iterations() {
        asked.push('iterations')
        return []
      },
    }
    expect(resolve('{{loop.item.id}}', { loop: lazy }).value).toBe(7)
    expect(resolve('{{loop.item.id + 1}}', { loop: lazy }).value).toBe(8)
    expect(asked).toEqual(['item', 'item'])
  })

  test('a list of names is zipped to the longest list, short ones padded with nothing', () => {
    const data = { trigger: { a: [{ n: 1 }, { n: 2 }, { n: 3 }], b: ['x'], c: 'all' } }
    const input = "{{ flattenNestedKeys(trigger, ['a', 'n']) }}-{{trigger.b}}-{{trigger.c}}"
    expect(resolve(input, data).value).toEqual(['1-x-all', '2--all', '3--all'])
  })
})

describe('warnings', () => {
  test('every failure is one, with its place, and the value is empty', () => {
    const input = {
      body: { items: ['{{stp_1.x}}', '{{trigger.nme}}'], 'odd key': '{{ trigger. }}' },
      call: '{{trigger.name.nope()}}',
      fine: '{{trigger.name}}',
    }
    const { value, warnings } = resolve(input, STATE)
    expect(value).toEqual({ body: { items: ['', ''], 'odd key': '' }, call: '', fine: 'John' })
    expect(warnings.map(({ code, path, token }) => [code, path, token])).toEqual([
      ['UNKNOWN_REFERENCE', 'body.items[0]', 'stp_1.x'],
      ['UNKNOWN_REFERENCE', 'body.items[1]', 'trigger.nme'],
      ['EXPRESSION_SYNTAX', 'body["odd key"]', 'trigger.'],
      ['EXPRESSION_ERROR', 'call', 'trigger.name.nope()'],
    ])
    expect(warnings[1]?.message).toBe('"trigger" has no "nme"')
  })

  test('an unknown step inside a longer expression is named', () => {
    const { warnings } = resolve('{{ stp_9.x || "none" }}', STATE)
    expect(warnings).toMatchObject([{ code: 'UNKNOWN_REFERENCE', token: 'stp_9.x || "none"' }])
    expect(warnings[0]?.message).toContain('"stp_9"')
  })

  test('a chain with ?. may end in nothing, a step that is not there may not', () => {
    expect(resolve('{{trigger?.nme}}', STATE).warnings).toEqual([])
    expect(resolve('{{stp?.nme}}', STATE).warnings).toHaveLength(1)
  })

  test('no message ever quotes a value', () => {
    const data = { connections: { crm: { key: 'sk-very-secret' } } }
    const tokens = [
      'JSON.parse(connections.crm.key)',
      "(() => { throw new Error(connections['crm'].key) })()",
      'connections.crm.key.toFixed(2)',
      'new RegExp(connections.crm.key + "(")',
      'connections.crm.key.normalize(connections.crm.key)',
      'connections.crm[connections.crm.key].x',
    ]
    const { warnings } = resolve(
      tokens.map((token) => `{{${token}}}`),
      data,
    )
    expect(warnings).toHaveLength(tokens.length)
    expect(JSON.stringify(warnings.map(({ message }) => message))).not.toContain('secret')
  })
})

describe('roots', () => {
  const template = compileTemplate({
    a: '{{trigger.x}} {{ step_1.items.map(item => item.id + trigger.y) }}',
    b: ["{{connections['crm-1'].key}}", '{{connections.mail}}', '{{ connections["crm-1"] }}'],
    c: '{{ `${connections[`tick`].a}` + Math.max(1, undefined) }}',
    d: '{{ (function (p, {q: [r = s]}) { let t = p; try { u } catch (v) { return v } for (const w of t) w })() }}',
    e: '{{ not valid }} {{ a?.b }} {{ {shorthand, key: value, [computed]: 1} }}',
  })

  test('are the names that nothing inside an expression declares', () => {
    expect([...references(template)].sort()).toEqual(
      ['a', 'computed', 'connections', 's', 'shorthand', 'step_1', 'trigger', 'u', 'value'].sort(),
    )
  })

  test('connection ids are found however they are written', () => {
    expect(connectionIds(template)).toEqual(['crm-1', 'mail', 'tick'])
  })

  test('tokens that mention a redacted root hide the whole value', () => {
    const data = { connections: { crm: { key: 'secret' } }, trigger: { name: 'John' } }
    const input = [
      '{{connections.crm}}',
      'Bearer {{ connections.crm.key.trim() }} {{trigger.name}}',
      '{{(c => c)(connections)}}',
    ]
    const redacted = resolveTemplate(compileTemplate(input), scopeOf(data), {
      now: NOW,
      redact: new Set(['connections']),
    })
    expect(redacted).toEqual({
      value: ['**REDACTED**', 'Bearer **REDACTED** John', '**REDACTED**'],
      warnings: [],
    })
  })
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are the data here
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCoded } from '../errors.ts'
import { evaluateExpression } from './interpreter.ts'
import { compileExpression } from './parse.ts'
import { parsePath } from './path.ts'
import { compileTemplate, connectionIds, references, resolveTemplate } from './template.ts'

const big = 'a'.repeat(1_000_000)
const data: Record<string, unknown> = {
  trigger: { big, list: Array.from({ length: 50_000 }, (_, id) => ({ id })), name: 'John' },
  host: { fn: () => process, date: new Date(0), map: new Map([['a', 1]]) },
}
const scope = { has: (name: string) => Object.hasOwn(data, name), get: (name: string) => data[name] }

function resolve(text: string) {
  return resolveTemplate(compileTemplate(text), scope, { now: 0 })
}

/** How hostile input ended: with a coded error, or empty with a warning. */
function ending(text: string): unknown {
  try {
    const { value, warnings } = resolve(text)
    return warnings.length > 0 && value === '' ? 'warning' : value
  } catch (error) {
    return isCoded(error) ? error.code : error
  }
}

/** `1` between many of the same. */
function nest(before: string, after: string, times: number): string {
  return `${before.repeat(times)}1${after.repeat(times)}`
}

describe('bounds end an expression with EXPRESSION_LIMIT', () => {
  test.each([
    ['an endless loop', '(() => { while (true) {} })()'],
    ['an endless for', '(() => { for (;;); })()'],
    [
      'an endless loop that catches',
      '(() => { while (true) { try { null.x } catch (e) {} finally { continue } } })()',
    ],
    ['endless recursion', '(function f() { return f() })()'],
    ['recursion through callbacks', '(function f(x) { return [x].map(f) })(1)'],
    ['a list that grows while it is walked', '(() => { const a = [1]; for (const x of a) a.push(x) })()'],
    ['repeat', '"x".repeat(1e9)'],
    ['repeat of an endless count', '"x".repeat(Infinity)'],
    ['padStart', '"x".padStart(1e9)'],
    ['padEnd in a chain', '"x".padEnd(1048577, "ab").length'],
    ['doubling', '(() => { let s = "x"; for (let i = 0; i < 40; i++) s += s; return s.length })()'],
    [
      'doubling in a template literal',
      '(() => { let s = "x"; for (let i = 0; i < 40; i++) s = `${s}${s}`; return 1 })()',
    ],
    ['concat', 'trigger.big.concat(trigger.big)'],
    ['replace', 'trigger.big.replace(/a/, "$`$\'".repeat(9))'],
    ['replaceAll', '"a".repeat(5000).replaceAll("a", "b".repeat(5000))'],
    ['join', 'Array(2000).fill("x".repeat(1000)).join()'],
    [
      'a list made of itself',
      '(() => { let a = ["xxxxxxxx"]; for (let i = 0; i < 40; i++) a = [a, a]; return `${a}` })()',
    ],
    [
      'JSON of a list made of itself',
      '(() => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a) })()',
    ],
    [
      'a result made of itself',
      '(() => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a })()',
    ],
    ['a cycle', '(() => { const a = []; a.push(a); return a })()'],
    ['a cycle as text', '(() => { const a = []; a.push(a); return `${a}` })()'],
    ['a huge list', 'Array(1e8)'],
    ['a huge index', '(() => { const a = []; a[1e8] = 1; return a })()'],
    ['Array.from', 'Array.from({ length: 1e9 })'],
    [
      'spread upon spread',
      '(() => { let a = [1]; for (let i = 0; i < 40; i++) a = [...a, ...a]; return a })()',
    ],
    [
      'flattening',
      '(() => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a.flat(Infinity) })()',
    ],
    ['a list too long for its callback', 'trigger.list.map(x => x.id + 1 + 2 + 3)'],
    ['a slow search', '(trigger.big.slice(1) + "b").indexOf("b" + "a".repeat(500000))'],
    ['much text, thrown away', '(() => { for (let i = 0; i < 100; i++) trigger.big.toUpperCase() })()'],
    ['long comparisons', '(() => { for (;;) if (trigger.big + "a" === trigger.big + "b") return 1 })()'],
    ['sorting', 'trigger.list.sort((a, b) => b.id - a.id)'],
    ['a hungry regular expression', '/(a+)+$/.test("a".repeat(40) + "!")'],
    ['a hungry replace', '("a".repeat(5000) + "!").replace(/(a|a)*b/g, "")'],
    ['a quadratic split', '"a".repeat(100000).split(/a*b|c/)'],
    ['a hungry look-ahead', '/^(?=((a|aa)+)+c)/.test("a".repeat(99))'],
    ['a hungry back reference', '/(a*)*\\1b/.test("a".repeat(99))'],
    ['very many groups', 'new RegExp(`(?:${"(a)?".repeat(900)}b?)*c`).test("b".repeat(9000))'],
    ['a hungry text pattern', '"a".repeat(99).match("(a*)*b")'],
    ['nested parentheses', nest('(', ')', 20_000)],
    ['nested lists', nest('[', ']', 400)],
    ['nested operators', nest('', '+1', 400)],
    ['nested negation', nest('!', '', 30_000)],
    ['nested functions', nest('a=>', '', 10_000)],
    ['a long source', `"${'x'.repeat(70_000)}"`],
    ['nested JSON', `JSON.parse("[".repeat(2000) + "]".repeat(2000))`],
  ])('%s', (_, source) => {
    expect(ending(`{{${source}}}`)).toBe('EXPRESSION_LIMIT')
  })

  test('the message names how the token starts', () => {
    expect(() => resolve('a {{ "x".repeat(2000000) }}')).toThrow(
      /"\{\{"x"\.repeat\(2000000\)\}\}".*longer than 1 MiB/,
    )
  })

  test('an expression can not catch it', () => {
    expect(ending('{{(() => { try { return "x".repeat(1e9) } catch { return "caught" } })()}}')).toBe(
      'EXPRESSION_LIMIT',
    )
  })

  test('many tokens together may not make the input huge', () => {
    expect(ending('{{trigger.big}}'.repeat(10))).toBe('EXPRESSION_LIMIT')
    expect(ending('{{trigger.big + "b"}}'.repeat(10))).toBe('EXPRESSION_LIMIT')
  })

  test('a text may hold very many tokens', () => {
    expect(resolve('{{trigger.name}}'.repeat(300_000)).value).toBe('John'.repeat(300_000))
    const zipped = `{{flattenNestedKeys(trigger, ["list", "id"])}}${'{{trigger.none}}'.repeat(300_000)}`
    expect(ending(zipped)).toBe('EXPRESSION_LIMIT')
  })

  test('an input nested too deeply compiles, and says so when it is resolved', () => {
    let input: unknown = '{{trigger.name}}'
    for (let depth = 0; depth < 5000; depth++) input = [input]
    const template = compileTemplate(input)
    expect(references(template).size).toBe(0)
    expect(() => resolveTemplate(template, scope, { now: 0 })).toThrow(
      expect.objectContaining({ code: 'EXPRESSION_LIMIT' }),
    )
  })

  test('ordinary work on much data stays within them', () => {
    expect(
      resolve('{{trigger.list.slice(0, 9000).map(x => x.id * 2).filter(n => n > 5).length}}').value,
    ).toBe(8997)
    expect(
      resolve('{{trigger.big.toUpperCase().length + trigger.big.replaceAll("b", "").length}}').value,
    ).toBe(2e6)
    expect(resolve('{{trigger.big.slice(0, 100000).replace(/[^b]+/g, "").length}}').value).toBe(0)
  })
})

describe('nothing beyond data can be reached', () => {
  test.each([
    'constructor.constructor("return process")()',
    '"".constructor.constructor("return 1")()',
    '[].constructor',
    '(() => {}).constructor',
    '(() => {}).call',
    '(x => x).node || (x => x).env',
    '({}).__proto__.polluted',
    '({})["__pro" + "to__"]',
    '[]["const" + "ructor"]["const" + "ructor"]("return 1")()',
    'Math.constructor',
    'Math.__proto__',
    'JSON.parse.constructor',
    'Object.getPrototypeOf({})',
    'Object.defineProperty({}, "x", {})',
    'Object.prototype',
    'Array.prototype.map',
    'Date.constructor("return 1")()',
    'host.fn()',
    'host.fn',
    'host.map.get("a")',
    'host.date.constructor',
    'new host.fn()',
    'new (class {})()',
    'trigger.name.__proto__',
    '/x/.constructor',
    'new Set().constructor',
    '[].map.constructor',
    'Reflect.ownKeys({})',
    '(function () { return this })()',
    '(function () { return arguments })()',
  ])('%s gives nothing', (source) => {
    const { value } = resolve(`{{${source}}}`)
    expect(value).toBe('')
  })

  test.each([
    'Object.keys(x => x).concat(Object.keys(Math), Object.keys(/x/), Object.entries(Date))',
    'Object.values({...(x => x), ...Math, .../x/})',
  ])('%s gives an empty list', (source) => {
    expect(resolve(`{{${source}}}`).value).toEqual([])
  })

  test('no prototype is changed, however a field is called', () => {
    const keys = ['__proto__', 'constructor', 'prototype']
    for (const key of keys) {
      resolve(`{{(() => { const o = {}; o["${key}"] = {polluted: 1}; o.${key}.polluted = 2; return o })()}}`)
      resolve(`{{Object.assign({}, JSON.parse('{"${key}": {"polluted": 1}}'))}}`)
      resolve(`{{Object.fromEntries([["${key}", {polluted: 1}]])}}`)
      resolve(`{{(() => { [].${key}.polluted = 1; trigger.${key}.polluted = 1; Math.${key} = 1 })()}}`)
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    const made = resolve('{{ ({["__proto__"]: {x: 1}}) }}').value as object
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
  })

  test('a function in the result is an error, not a leak', () => {
    for (const source of [
      'x => x',
      '[Math.max]',
      '({f: x => x})',
      '/x/',
      'Math',
      'JSON.stringify',
      'new Set([1])',
    ]) {
      expect([source, ending(`{{${source}}}`)]).toEqual([source, 'warning'])
    }
  })
})

describe('random input', () => {
  const piece = fc.constantFrom(
    ...'{{|}}|(|)|[|]|.|?.|=>|...|`|${|\'|"|/|trigger|name|list|x|1|0|+|-|!|=|==|,|:|;| |\n|map|length|new |Date|typeof |function|return |{|}|&&|??|?|in |constructor|__proto__|JSON|parse|Math|max'.split(
      '|',
    ),
    '|',
  )
  const soup = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

  test('never throws anything uncoded', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          soup,
          soup.map((text) => `{{${text}}}`),
        ),
        (text) => {
          const template = compileTemplate({ a: [text] })
          references(template)
          connectionIds(template)
          try {
            resolveTemplate(template, scope, { now: 0 })
          } catch (error) {
            expect(isCoded(error)).toBe(true)
          }
        },
      ),
      { numRuns: 5000, seed: 7 },
    )
  })

  test('gives the same by the fast path and by the evaluator', () => {
    const key = fc.constantFrom('a', 'b', 'length', 'constructor', '__proto__', 'x y', '0', '1', 'toString')
    const json = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, 0, 1, '', 'text', true, undefined),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
      ),
    })).json
    const link = fc.oneof(
      key.filter((name) => /^[a-z_]/i.test(name) && !name.includes(' ')).map((name) => `.${name}`),
      key.map((name) => `['${name}']`),
      fc.integer({ min: 0, max: 3 }).map((index) => `[${index}]`),
      fc.constantFrom('?.a', '?.[0]', "?.['b']", ' . a', ' [ "b" ]'),
    )
    const path = fc.array(link, { maxLength: 5 }).map((links) => `trigger${links.join('')}`)
    fc.assert(
      fc.property(path, json, (source, trigger) => {
        const own = { has: (name: string) => name === 'trigger', get: () => trigger }
        expect(parsePath(source)).toBeDefined()
        const fast = resolveTemplate(compileTemplate(`{{${source}}}`), own, { now: 0 }).value
        expect(fast).toEqual(evaluated(source, own) ?? '')
      }),
      { numRuns: 3000, seed: 7 },
    )
  })

  /** The value by the evaluator alone: as part of a comma expression the chain is no plain path. */
  function evaluated(source: string, own: typeof scope): unknown {
    const compiled = compileExpression(`0, ${source}`)
    if (compiled.kind !== 'code') throw new Error(compiled.kind)
    try {
      return evaluateExpression(compiled.node, { source, scope: own, now: 0, mutates: false })
    } catch (error) {
      expect(error).toMatchObject({ code: 'EXPRESSION_ERROR' })
      return ''
    }
  }
})

describe('errors of the scope', () => {
  test('a coded one fails the step, any other is a warning that does not quote it', () => {
    const failing = (error: Error) => ({
      has: () => true,
      get: () => {
        throw error
      },
    })
    const coded = Object.assign(new Error('no such connection'), {
      code: 'CONNECTION_NOT_FOUND',
      retryable: false,
    })
    for (const text of ['{{connections.a}}', '{{connections.a + 1}}']) {
      const template = compileTemplate(text)
      expect(() => resolveTemplate(template, failing(coded), { now: 0 })).toThrow(coded)
      const { value, warnings } = resolveTemplate(template, failing(new Error('secret')), { now: 0 })
      expect(value).toBe('')
      expect(warnings).toMatchObject([{ code: 'EXPRESSION_ERROR' }])
      expect(JSON.stringify(warnings)).not.toContain('secret')
    }
  })
})

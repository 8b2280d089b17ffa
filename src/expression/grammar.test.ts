// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are the data here
import { describe, expect, test } from 'vitest'
import { compileTemplate, resolveTemplate } from './template.ts'

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

const trigger = {
  n: 6,
  text: 'Hello, World',
  flag: false,
  none: null,
  list: [3, 1, 2],
  users: [
    { name: 'Ann', age: 30, tags: ['a', 'b'] },
    { name: 'Bob', age: 25, tags: [] },
  ],
  json: '{"a":[1,{"b":2}]}',
  when: '2026-03-04T05:06:07Z',
}

/** Expressions whose value plain JavaScript gives as well: the engine that runs the test is the oracle. */
const SAME_AS_JAVASCRIPT = `
trigger.n + 2 - 3 * 4 / 5 % 6 ** 2
trigger.text + trigger.n + null + undefined + [1,[2,3]] + {}
trigger.n > 5 && trigger.n <= 6 || false
trigger.n == '6' && trigger.n !== '6' && null == undefined && [5] == 5
1 < 2 < 3, 'b' > 'a'
5 & 3 | 4 ^ 1, ~5 >>> 28, -8 >> 1, 1 << 4
trigger.flag ? 'yes' : trigger.none ? 1 : 'no'
trigger.none ?? 'default'
trigger.flag || trigger.none || 0 || 'last'
!trigger.flag + +'12' - -trigger.n
typeof trigger + typeof trigger.n + typeof nothing + typeof (() => 1) + typeof null + typeof undefined
void 0 ?? 'void'
\`Hi \${trigger.users[0].name.toUpperCase()}, \${trigger.users.map(u => \`<\${u.age}>\`).join('')}\`
trigger.users?.[0]?.name + trigger.nope?.deep.deeper + trigger.none?.[0] + trigger.text.nope?.()
trigger['users'][trigger.list.length - 3]['na' + 'me']
[...trigger.list, ...'ab', 4].length
({...trigger.users[0], age: 31, ['k' + 1]: true, 'quoted key': [, 1].length})
trigger.users.filter(u => u.age > 26).map(({ name, tags: [first = 'none'] }) => name + first)
trigger.users.find(u => u.name === 'Bob').age
trigger.users.findIndex(u => u.age < 0) + trigger.users.findLast(u => u.age).age
trigger.users.reduce((sum, u) => sum + u.age, 0) + trigger.list.reduce((a, b) => a * b)
trigger.list.reduceRight((a, b) => a + '-' + b)
trigger.users.some(u => u.tags.length) && trigger.users.every(u => u.age)
trigger.users.flatMap(u => u.tags).concat([1], 2)
[[1,[2,[3]]],4].flat(2)
trigger.list.sort().join('') + trigger.list.sort((a, b) => b - a).join('') + trigger.list.toReversed().reverse()
[10, 9, undefined, 'x', null].sort()
trigger.list.includes(2) + trigger.list.indexOf(2) + trigger.list.at(-1) + trigger.list.slice(1, -1)
trigger.list.entries().toArray ? 1 : 1
[...trigger.list.keys()].concat([...trigger.list.entries()].flat())
trigger.list.with(1, 9).toSpliced(0, 1).toSorted()
Array(3).fill(0).map((_, i) => i * i)
Array.from({length: 3}, (_, i) => i).concat(Array.from('ab'), Array.of(1, 2))
[...new Set([3, 3, 1, 3])].concat(new Set([1, 1]).size, new Set([7]).has(7))
Object.keys(trigger.users[0]).concat(Object.values({a: 1}), Object.entries({b: 2}).flat())
Object.fromEntries(trigger.users.map(u => [u.name, u.age]))
Object.assign({}, trigger.users[1], {extra: 1})
JSON.parse(trigger.json)['a'][1].b + JSON.stringify(trigger.users) + JSON.stringify({a: undefined, b: [undefined, null]}, null, 2)
Number('12.5') + Number('') + Number(trigger.list) + parseInt('42px') + parseInt('ff', 16) + parseFloat('1.5e2x')
isNaN('x') + '' + isFinite('1') + Number.isInteger(5) + Boolean('') + String([1, [2]]) + String(null) + String({})
Math.round(2.5) + Math.floor(-1.5) + Math.max(...trigger.list) + Math.hypot(3, 4) + Math.PI
(1234.5678).toFixed(2) + (255).toString(16) + (0.00001).toPrecision(2) + (12345).toExponential(1)
(1234567.891).toLocaleString('en-US') + (0.5).toLocaleString('en-US', {style: 'percent'})
encodeURIComponent('a b&c/é') + decodeURIComponent('%20') + encodeURI('a b') + decodeURI('%41')
trigger.text.toLowerCase().split(', ').reverse().join(' ').trim().padStart(20, '*').padEnd(25)
trigger.text.slice(-5) + trigger.text.substring(5, 0) + trigger.text.substr(-5, 3) + trigger.text.charAt(1) + trigger.text.charCodeAt(0) + trigger.text.at(-1)
trigger.text.includes('World') + trigger.text.startsWith('H') + trigger.text.endsWith('d') + trigger.text.indexOf('o', 5) + trigger.text.lastIndexOf('o') + 'ab'.repeat(3)
trigger.text.replace('o', '[$&$$]') + trigger.text.replaceAll('o', (m, at) => m + at) + 'x'.concat(1, [2]) + 'é'.normalize('NFD').length
trigger.text.replace(/(\\w+), (?<second>\\w+)/, '$2 $1 $<second> $3') + trigger.text.replace(/o/g, m => m.toUpperCase())
trigger.text.match(/(H)(x)?e/).concat(trigger.text.match(/o/g)) + trigger.text.match(/zzz/) + trigger.text.search(/W/)
[...'a1b22'.matchAll(/([a-z])(\\d+)/g)].map(m => m[1] + m.index + m[2])
'a, b ,c'.split(/\\s*,\\s*/) + 'abc'.split('') + 'a1b2'.split(/(\\d)/) + 'abc'.split('', 2) + 'x'.split()
/^\\S+@\\S+$/.test('a@b.c') + '' + /(\\d+)-(\\d+)/.exec('tel 12-34')[2] + new RegExp('o+', 'gi').source + /a/y.flags
'1234567'.replace(/\\B(?=(\\d{3})+(?!\\d))/g, ',') + '(555) 123-4567'.replace(/[^\\d+]/g, '')
new Date('2026-03-04T05:06:07Z').toISOString() + new Date(0).getTime() + new Date(2020, 0, 15).getMonth() + Date.UTC(2020, 1)
new Date(trigger.when).toISOString().split('T')[0] + Date.parse('2026-03-04') + new Date('x').getTime() + (new Date(5) - new Date(2))
new Date(Date.UTC(2026, 0, 31)).getUTCDay() + JSON.stringify({d: new Date(0)}) + new Date(0).toUTCString() + new Date(1e12).toLocaleDateString('en-US', {timeZone: 'UTC', month: 'long', day: 'numeric'})
(function () { let s = 0; for (let i = 0; i < 5; i++) { if (i === 3) continue; s += i } return s })()
(() => { const out = []; for (const [k, v] of Object.entries({a: 1, b: 2})) out.push(k + v); return out })()
(() => { let i = 0; while (true) { if (++i > 5) break } do { i-- } while (i > 2); return i })()
(() => { try { JSON.parse('nope') } catch (e) { return 'caught' } finally { } })()
(() => { try { null.x } catch { return 'caught' } })()
(() => { try { throw { code: 7 } } catch ({ code }) { return code } })()
(() => { try { throw new Error('boom') } catch (e) { return e.message } })()
(() => { switch (trigger.n) { case 1: return 'one'; case 6: case 7: var x = 'six'; break; default: x = 'other' } return x })()
(() => { const o = {a: {b: 1}}; o.a.b += 2; o.c = o.a.b++; o['d'] ??= 9; delete o.a; return o })()
(() => { const a = [1, 2]; a[3] = 4; a.unshift(0); a.splice(1, 1, 'x', 'y'); [a[0], a[1]] = [a[1], a[0]]; return [a.pop(), a.shift(), ...a] })()
(() => { let fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs.map(f => f()) })()
(() => { function fact(n) { return n <= 1 ? 1 : n * fact(n - 1) } return fact(10) })()
(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) })(10)
((a, b = a + 1, ...rest) => [a, b, rest])(1, undefined, 3, 4)
(({ a, b: { c } = { c: 5 }, ...others }) => [a, c, others])({ a: 1, x: 2, y: 3 })
(() => { const [x, , y = 'd', ...z] = [1, 2, undefined, 4, 5]; return [x, y, z] })()
(() => { let keys = []; for (const k in {p: 1, q: 2}) keys.push(k); return keys.concat('p' in {p: 1}, 2 in [1, 2, 3]) })()
['1', '2', 'x'].map(Number).filter(Boolean).map(String).concat(['a '].map(s => s.trim()))
({ f: x => x * 2 }).f(4) + [x => x + 1][0](1) + (n => m => n * m)(3)(4)
{"a": "}}", b: '{{ x }}'}
'{{ }}' + "}}" + '\\'' + \`}}\`
({}).hasOwnProperty('x') + '' + ({x: 1}).hasOwnProperty('x') + ({}).toString() + true.toString()
(1, 2, [3])
`
  .split('\n')
  .filter((line) => line !== '')

const data: Record<string, unknown> = { trigger }

function evaluate(source: string) {
  const scope = { has: (name: string) => Object.hasOwn(data, name), get: (name: string) => data[name] }
  return resolveTemplate(compileTemplate(`{{ ${source} }}`), scope, { now: NOW })
}

/** As a step would store it: undefined in a list is null, a date a text. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? ''))
}

describe('expressions give what JavaScript gives', () => {
  test.each(SAME_AS_JAVASCRIPT)('%s', (source) => {
    const oracle = new Function('trigger', `return (${source})`)(structuredClone(trigger))
    const { value, warnings } = evaluate(source)
    expect(warnings).toEqual([])
    expect(asJson(value)).toEqual(asJson(oracle))
  })

  test('an expression that changes its data changes nobody else’s', () => {
    const before = structuredClone(trigger)
    expect(
      evaluate('trigger.list.sort() && trigger.list.push(trigger.users.pop()) && trigger.list').value,
    ).toEqual([1, 2, 3, trigger.users[1]])
    expect(evaluate('[trigger.users].map(u => (u[0].name = "X", u.reverse(), u[0].name))').value).toEqual([
      'Bob',
    ])
    expect(evaluate('[trigger].reduce(Object.assign, trigger).n').value).toBe(6)
    expect(trigger).toEqual(before)
  })

  test('the clock is the one that is given, in UTC', () => {
    expect(evaluate('Date.now()').value).toBe(NOW)
    expect(evaluate('new Date().toISOString()').value).toBe('2026-01-02T03:04:05.000Z')
    expect(evaluate('new Date().getHours()').value).toBe(3)
    expect(evaluate('String(new Date())').value).toBe(
      'Fri Jan 02 2026 03:04:05 GMT+0000 (Coordinated Universal Time)',
    )
    expect(evaluate('new Date("2026-05-06T07:08:09").toISOString()').value).toBe('2026-05-06T07:08:09.000Z')
  })

  test.each([
    'async () => 1',
    'await x',
    'function* () {}',
    'class {}',
    'this.x',
    '1n',
    'import("x")',
    'a; b',
    'x = y, #p in z',
    'new.target',
    'a instanceof b',
    'tag`x`',
  ])('%s is refused as syntax', (source) => {
    const { value, warnings } = evaluate(source)
    expect(value).toBe('')
    expect(warnings).toMatchObject([{ code: 'EXPRESSION_SYNTAX' }])
  })

  test.each([
    'Math.random()',
    'eval("1")',
    'fetch("x")',
    'globalThis',
    'setTimeout(1)',
    'process.env',
    'Function("x")',
  ])('%s does not exist', (source) => {
    const { value, warnings } = evaluate(source)
    expect(value).toBe('')
    expect(warnings).toHaveLength(1)
  })
})

import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { runInNewContext } from 'node:vm'
import { parse } from 'acorn'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { GUEST } from './guest.ts'

type Start = (
  exports: object,
  module: object,
  require: unknown,
  left: Int32Array,
  refill: () => void,
) => () => Promise<void>
type Code = (inputs: unknown) => unknown

/** The compiled module as the guest evaluates it, in a context of its own, with a budget of ticks. */
async function compiled(source: string, ticks = 1_000_000): Promise<Code> {
  const { module } = await compile('step_1', source)
  const start = runInNewContext(`(${module.replace('export default', '')})`, {}) as Start
  const exported: { exports: { code?: Code } } = { exports: {} }
  const left = new Int32Array([ticks])
  const refill = () => {
    throw new RangeError('out of ticks')
  }
  await start(exported.exports, exported, undefined, left, refill)()
  return exported.exports.code!
}

/** The same source run by Node itself: its own type stripping, its own module loader. */
async function native(source: string): Promise<Code> {
  const stripped = stripTypeScriptTypes(source, { mode: 'transform' })
  const module = await import(`data:text/javascript,${encodeURIComponent(stripped)}`)
  return module.code
}

/** What a call comes to. */
async function outcome(code: Code, inputs: unknown = {}): Promise<unknown> {
  try {
    return { value: JSON.stringify(await code(inputs)) }
  } catch (error) {
    const { name, message } = error as Error
    return { name, message }
  }
}

const CORPUS: Record<string, string> = {
  'labels, continue and break': `export const code = () => { const t = []
    outer: for (let i = 0; i < 4; i++) { inner: for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 2) break outer; if (j) continue inner; t.push([i, j]) } }
    a: { b: while (true) { if (t.length) break a; continue b } }
    for (const x of [1, 2]) lone: for (;;) { t.push(x); break lone }
    return t }`,
  'bodies of one statement': `export const code = () => { let n = 0, t = []
    for (let i = 0; i < 3; i++) n += i
    for (const k in { a: 1, b: 2 }) t.push(k)
    for (const v of [7, 8]) if (v > 7) t.push(v); else t.push(-v)
    while (n < 10) n++
    do n--; while (n > 5)
    do { n++ } while (n < 7)
    for (; n < 20; n += 3);
    if (n) while (n > 19) n--; else n = 100
    for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) t.push(i + j)
    for (const f of [1]) t.push((() => f)())
    for (let i = 0; i < 2; i++) t = [...t, x => x].slice(0, 20)
    return [n, t.length, t] }`,
  'no semicolons': `export const code = () => {
    let n = 0
    while (n < 3) n++
    do n++
    while (n < 6)
    for (const x of [1, 2]) n += x
    ;[3].forEach(x => n += x)
    return n }`,
  'arrow bodies': `const add = a => b => c => a + b + c
    const object = () => ({ a: 1, ...{ b: 2 } })
    const list = () => [1, 2], nothing = () => void 0, sequence = () => (1, 2), conditional = x => x ? 'y' : 'n'
    const assign = x => x.y = 3, tagged = () => String.raw\`a\${1}\`, later = async x => await x, klass = () => class { static z = 1 }
    export const code = async () => [add(1)(2)(3), object(), list(), nothing() === undefined, sequence(), conditional(0), assign({}), tagged(), await later(4), klass().z, klass().name]`,
  'names and shapes of functions': `export const code = () => { const f = () => 1; const o = { m() {}, get g() { return 2 }, async *h() {} }
    return [f.name, o.m.name, ((a, b = 1, ...c) => a).length, (function () { return arguments.length })(1, 2), o.g, new (function () { this.x = new.target !== undefined })().x] }`,
  classes: `class A { #p = 1; static s = [1].map((x) => x + 1); static { this.t = 5 } get p() { return this.#p } set p(v) { this.#p = v } static async make() { return new this() } *[Symbol.iterator]() { yield this.#p } }
    class B extends A { constructor() { super(); this.p = 2 } get p() { return super.p * 10 } set p(v) { super.p = v } }
    export const code = async () => { const b = await B.make(); return [b.p, [...b], A.s, A.t, b instanceof A] }`,
  generators: `function* count(n) { try { for (let i = 0; i < n; i++) { const got = yield i; if (got) yield got } } finally { yield 'end' } }
    async function* slow() { for await (const x of [Promise.resolve(1), 2]) yield* [x, x] }
    export const code = async () => { const g = count(3); const t = [g.next(), g.next('in'), g.return('out'), g.next()]; const u = []; for await (const x of slow()) u.push(x); return [t, u, [...count(2)]] }`,
  'closures over loop variables': `export const code = () => { const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); for (var j = 0; j < 2; j++) fs.push(() => j); for (const k of [5]) fs.push(() => k); return fs.map((f) => f()) }`,
  'try, catch, finally': `export const code = () => { const t = []; for (let i = 0; i < 3; i++) try { if (i === 1) continue; if (i === 2) throw i; t.push(i) } catch { t.push('c') } finally { t.push('f') } return t }`,
  'defaults, patterns and optional chains': `export const code = ({ a = () => 1, b: { c = [2], ...rest } = {} as any, ...others }: any) => { const [x, , y = x?.z ?? a()] = [null]; let n = 0; n ??= 1; n ||= 2; n &&= 3; return [x, y, c, rest, others, n, a?.(), others.q?.[0]?.r] }`,
  'TypeScript forms': `enum Level { Low = 1, High = Low << 2, Name = 'n' }
    abstract class Base<T extends object> { constructor(protected readonly v: T, public n?: number) {} abstract go(): T; declare hidden: string }
    class Real extends Base<{ a: number }> { override go() { return this.v } }
    function over(a: string): string; function over(a: number): number; function over(a: any) { return a }
    type Fn = (a: number) => void; function isText(x: unknown): x is string { return typeof x === 'string' }
    const generic = <T,>(a: T): T => a; let definite!: number
    export const code = async (inputs: Record<string, unknown>): Promise<unknown> => { const x = inputs as unknown as { y?: number }; return [Level.High, Level[1], Level.Name, new Real({ a: 1 }, 2).go(), over(3), isText('x'), generic<number>(4), x.y!, (<any>x).z, { a: 1 } satisfies object, definite] }`,
  'text that looks like code': `export const code = () => [/[/}]{1}=>/.source, \`\${[1, 2].map((x) => \`<\${x}>\`).join('')} => { for(;;) }\`, 'while(1)', "</script><!-- -->", '\\u{1F9A4}ñ' /* => { */ ] // for(;;)`,
  'export lists': `const code = async () => { counter++; return counter }; let counter = 1; export { code, counter as count }`,
}

describe('compiled code does what the source does', () => {
  test.each(Object.keys(CORPUS))('%s', async (name) => {
    const source = CORPUS[name]!
    expect(await outcome(await compiled(source))).toEqual(await outcome(await native(source)))
  })

  test('programs of nested loops, labels and arrows, made at random', async () => {
    const { statement } = fc.letrec<{ statement: string; expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('n', 't.length', '1'),
        tie('expression').map((e) => `(() => ${e})()`),
        tie('expression').map((e) => `(a => ({ a, v: ${e} }))(n).v`),
        tie('expression').map((e) => `(function () { return ${e} })()`),
        tie('expression').map((e) => `[1, 2].map(x => y => x + ${e}).map(f => f(1)).length`),
      ),
      statement: fc.oneof(
        { maxDepth: 4 },
        tie('expression').map((e) => `t.push(${e});`),
        fc.constantFrom('continue;', 'break;', 'continue top;', ';', 'n++;'),
        fc
          .tuple(tie('expression'), tie('statement'), tie('statement'))
          .map(([e, a, b]) => `if (${e} % 2) ${a} else ${b}`),
        tie('statement').map((s) => `for (let i = 0; i < 3; i++) ${s}`),
        tie('statement').map((s) => `for (const k of [1, 2]) ${s}`),
        tie('statement').map((s) => `for (const k in { a: 1, b: 2 }) ${s}`),
        tie('statement').map((s) => `while (n++ < 9) ${s}`),
        tie('statement').map((s) => `do ${s} while (n++ < 9)\n`),
        // The length makes the label another than those inside.
        tie('statement').map((s) => `l${s.length}: for (const k of [1, 2]) { ${s} continue l${s.length} }`),
        fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `{ ${a} ${b} }`),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(statement, async (body) => {
        const source = `export const code = () => { const t = []; let n = 0; top: for (const round of [1, 2, 3]) { ${body} } return { t, n } }`
        expect(await outcome(await compiled(source))).toEqual(await outcome(await native(source)))
      }),
      { seed: 20_261_123, numRuns: 300 },
    )
  })

  test('whole libraries, as CommonJS', async () => {
    const path = createRequire(import.meta.url)
    const read = (name: string) => readFileSync(path.resolve(name), 'utf8')
    const dayjs = await compiled(
      `${read('dayjs')}\nmodule.exports.code = (text) => module.exports(text).add(1, 'month').format('YYYY MMM DD')`,
    )
    expect(dayjs('2024-01-31')).toBe('2024 Feb 29')
    const acorn = await compiled(
      `${read('acorn')}\nexports.code = (text) => JSON.stringify(exports.parse(text, { ecmaVersion: 2022 }))`,
      1e9,
    )
    const text = `for (const a of b) c.d('e', class { #f = /g/u }) ?? h`
    expect(acorn(text)).toBe(JSON.stringify(parse(text, { ecmaVersion: 2022 })))
  })
})

describe('the meter', () => {
  test('leaves an error on the line it was on', async () => {
    const code = await compiled(`interface X {
      a: string
    }
    enum Y { A,
      B }
    export const code = (inputs: { list?: X[] }) => {
      for (const x of [1]) while (true)
        return [1].map((n) =>
          inputs.list!.length + n)
    }`)
    expect(() => code({})).toThrow(
      expect.objectContaining({
        stack: expect.stringMatching(/^TypeError: .*\n {4}at evalmachine\.<anonymous>:9:/),
      }),
    )
  })

  test.each([
    'while (true);',
    'for (;;) {}',
    'do ; while (true)',
    'for (const x of endless()) ;',
    'for (const x in new Proxy({}, { ownKeys: () => { for (;;); } })) ;',
    'const f = () => f2(), f2 = () => { try { f() } catch (e) { if (e.message === "out of ticks") throw e; f() } }; f()',
    'const f = n => n && f(n - 1) + f(n - 1); f(99)',
    'try { for (;;); } finally { for (;;); }',
    'for (;;) { try { for (;;); } catch { continue } }',
    'new (class { m() { for (;;); } })().m()',
    'void { get a() { for (;;); } }.a',
    'await (async () => { for (;;) await 0 })()',
    'const again = () => Promise.resolve().then(again); await again()',
    'const budget = left, left_ = 1; for (;;) { left = 9; refill = 0 }',
  ])('ends "%s"', async (statement) => {
    const declared = 'let left = 1, refill = 2; function* endless() { while (true) yield 1 }'
    const code = await compiled(`export const code = async () => { ${declared}; ${statement} }`)
    expect(await outcome(code)).toMatchObject({ name: 'RangeError', message: 'out of ticks' })
  })

  test('adds no line', async () => {
    for (const source of Object.values(CORPUS)) {
      const { module } = await compile('step_1', source)
      expect(module.split('\n').length).toBe(source.split('\n').length + 1)
    }
  })
})

describe('the compiler', () => {
  test('gives the same source the same id, and another source another', async () => {
    const a = await compile('s', 'export const code = () => 1')
    const again = await compile('s', 'export const code = () => 1')
    const b = await compile('s', 'export const code = () => 2')
    expect(again).toBe(a)
    expect(b.id).not.toBe(a.id)
    expect(a.id).toMatch(/^[0-9a-f]{64}$/)
  })

  test('names the step that was asked for, also when another had the same error before', async () => {
    await expect(compile('step_1', 'const = 1')).rejects.toThrow(/^Step "step_1": line 1, column 7: /)
    await expect(compile('step_2', 'const = 1')).rejects.toThrow(/^Step "step_2": line 1, column 7: /)
  })

  test('refuses source that would close the function around it', async () => {
    for (const source of [
      '} ; {',
      '}}; globalThis.x = 1; export default () => {{',
      'a\n<!-- }',
      'return 1',
      '*/ } /*',
    ]) {
      await expect(compile('s', source)).rejects.toMatchObject({ code: 'CODE_SYNTAX' })
    }
  })

  test('the guest is a module that parses', () => {
    expect(parse(GUEST, { ecmaVersion: 'latest', sourceType: 'module' }).body.length).toBeGreaterThan(10)
  })
})

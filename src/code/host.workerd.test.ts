import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CodedError, isCoded } from '../errors.ts'
import { type CodeCall, createCodeHost } from './host.ts'

const run = createCodeHost(env.LOADER)

function call(code: string, more: Partial<CodeCall> = {}) {
  return run({ step: 'step_1', code, inputs: {}, timeoutMs: 10_000, ...more })
}

async function failureOf(code: string, more: Partial<CodeCall> = {}) {
  const outcome = await call(code, more).catch((error: unknown) => error)
  expect(outcome).toSatisfy(isCoded)
  const { code: errorCode, message, retryable, details } = outcome as CodedError
  return {
    code: errorCode,
    message,
    retryable,
    ...(details as { logs?: string[]; line?: number; column?: number }),
  }
}

// The parsers are loaded at first use, which is slow once under the test runner.
beforeAll(async () => {
  await call('export const code = () => 1')
})

describe('what code can do', () => {
  test('it gets its inputs and gives back its output as JSON', async () => {
    const inputs = {
      text: `ñandú 🦤 \u2028 "q" \\ \`b\` \${x} 'a'`,
      list: [1, null, true],
      nested: { a: 1.5 },
    }
    expect(await call('export const code = async (inputs) => inputs', { inputs })).toEqual({
      output: inputs,
      logs: [],
    })
  })

  test('it may wait for timers and promises', async () => {
    const source = `export const code = async ({ n }) => {
      await new Promise((done) => setTimeout(done, 2))
      queueMicrotask(() => {})
      const id = setInterval(() => {}, 1)
      clearInterval(id)
      return (await Promise.all([n, n + 1])).map((x) => x * 2)
    }`
    expect(await call(source, { inputs: { n: 3 } })).toMatchObject({ output: [6, 8] })
  })

  test.each([
    ['exports.code', 'exports.code = async (inputs) => inputs.n + 1'],
    ['module.exports.code', 'module.exports.code = (inputs) => inputs.n + 1'],
    ['module.exports = { code }', 'const code = ({ n }) => n + 1; module.exports = { code }'],
    ['export function', 'export async function code({ n }) { return n + 1 }'],
    ['export at the end', 'async function code({ n }) { return n + 1 }\nexport { code }'],
    ['top-level await', 'const one = await Promise.resolve(1)\nexport const code = ({ n }) => n + one'],
    ['a first line #!', '#!/usr/bin/env node\nexport const code = ({ n }) => n + 1'],
    [
      'names of ours',
      'const require = 1, module = 2, console = 3\nlet start, refill, left\nexport const code = ({ n }) => n + require',
    ],
  ])('the form %s works', async (_form, source) => {
    expect(await call(source, { inputs: { n: 1 } })).toMatchObject({ output: 2 })
  })

  test('TypeScript types are stripped, enums and parameter properties work', async () => {
    const source = `import type { Something } from 'somewhere'
      interface Inputs { items: Array<{ price: number; name?: string }> }
      type Pair<A, B = A> = [A, B]
      enum Level { Low, High = 'high' }
      abstract class Base<T> { constructor(protected readonly value: T) {} abstract get(): T }
      class Box<T> extends Base<T> { override get(): T { return this.value } }
      function first<T>(list: readonly T[], or?: T): T | undefined { return list[0] ?? or }
      declare const unused: string
      export const code = async (inputs: Inputs): Promise<unknown> => {
        const total = inputs.items.reduce<number>((sum, item) => sum + item.price, 0) as number
        const pair = [total, inputs.items[0]!.name] satisfies Pair<unknown>
        return { pair, level: [Level.Low, Level.High, Level[0]], box: new Box<string>('b').get(), first: first<number>([], 7) }
      }`
    const inputs = {
      items: [
        { price: 1.5, name: 'a' },
        { price: 2, name: 'b' },
      ],
    }
    expect((await call(source, { inputs })).output).toEqual({
      pair: [3.5, 'a'],
      level: [0, 'high', 'Low'],
      box: 'b',
      first: 7,
    })
  })

  test('missing inputs are an empty object', async () => {
    const source = 'export const code = async ({ name = "nobody" }) => name'
    expect(await call(source, { inputs: null })).toMatchObject({ output: 'nobody' })
  })

  test('no result is null, and what JSON leaves out is left out', async () => {
    expect(await call('export const code = async () => {}')).toMatchObject({ output: null })
    const source = 'export const code = () => ({ a: undefined, f() {}, when: new Date(0), n: NaN })'
    expect(await call(source)).toMatchObject({ output: { when: '1970-01-01T00:00:00.000Z', n: null } })
  })

  test('the web platform is there', async () => {
    const source = `export const code = async () => ({
      base64: Buffer.from('hé').toString('base64'),
      hash: Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(''))).toString('hex').slice(0, 8),
      query: new URL('http://x.example/?a=b').searchParams.get('a'),
      date: new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid' }).format(0),
      copy: structuredClone({ a: [1] }),
    })`
    expect((await call(source)).output).toEqual({
      base64: 'aMOp',
      hash: 'e3b0c442',
      query: 'b',
      date: '01/01/1970',
      copy: { a: [1] },
    })
  })

  test('ordinary assignments to inherited names work although the built-ins are frozen', async () => {
    const source = `class NotFound extends Error { constructor(m) { super(m); this.name = 'NotFound'; this.message += '!' } }
      function Animal() {}
      Animal.prototype = Object.create(Error.prototype)
      Animal.prototype.constructor = Animal
      Animal.prototype.toString = () => 'animal'
      export const code = () => {
        const counts = {}
        for (const word of ['constructor', 'toString']) counts[word] = 1
        return [String(new NotFound('x')), String(new Animal()), counts]
      }`
    expect((await call(source)).output).toEqual(['NotFound: x!', 'animal', { constructor: 1, toString: 1 }])
  })
})

describe('the console', () => {
  test('lines carry their level', async () => {
    const source = `export const code = () => {
      console.log('a', { b: [1] }); console.info('%s!', 'i'); console.warn('w'); console.error('e'); console.debug(1n)
      console.time('t'); globalThis.console.log(null)
    }`
    const logs = ['log: a { b: [ 1 ] }', 'info: i!', 'warn: w', 'error: e', 'debug: 1n', 'log: null']
    expect(await call(source)).toEqual({ output: null, logs })
  })

  test('a value that is hard to show does not fail the step', async () => {
    const source = `export const code = () => {
      console.log(new URL('http://x.example/'), new Map([[1, { a: 2 }]]))
      console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('mine') }, toString: () => 'text' })
      console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 }, toString() { throw 2 } })
    }`
    const { logs } = await call(source)
    expect(logs[0]).toContain('http://x.example/')
    expect(logs.slice(1)).toEqual(['log: text', 'log: (a value that cannot be shown)'])
  })

  test('a flood is cut in number of lines, length of a line and sum', async () => {
    const many = await call('export const code = () => { for (let i = 0; i < 100_000; i++) console.log(i) }')
    expect(many.logs).toHaveLength(201)
    expect(many.logs.at(-1)).toBe('… 99800 more lines dropped')
    const long = await call(
      'export const code = () => { for (let i = 0; i < 50; i++) console.log("x".repeat(1e6)) }',
    )
    expect(long.logs[0]).toHaveLength(4_001)
    expect(long.logs.join('').length).toBeLessThan(33_000)
  })

  test('what was logged before a failure is in its details', async () => {
    const failure = await failureOf(
      'export const code = () => { console.log("before"); throw new Error("x") }',
    )
    expect(failure.logs).toEqual(['log: before'])
  })
})

describe('code that fails', () => {
  test('a thrown error gives its name, message and line', async () => {
    const source =
      'type A = {\n  a: 1\n}\nexport const code = async (inputs: any) => {\n  for (;;) if (true)\n    inputs.a.b()\n}'
    const failure = await failureOf(source)
    expect(failure).toMatchObject({ code: 'CODE_FAILED', retryable: false, line: 6 })
    expect(failure.message).toBe(
      `Step "step_1": TypeError: Cannot read properties of undefined (reading 'b') (line 6)`,
    )
  })

  test.each([
    ['a string', 'throw "plain"', 'plain'],
    ['an object', 'throw { status: 404 }', '{ status: 404 }'],
    ['nothing', 'throw undefined', 'undefined'],
    ['an object that cannot be read', 'throw new Proxy({}, { get() { throw 1 } })', 'cannot be read'],
    [
      'an error with a hostile message',
      'const e = new Error(); Object.defineProperty(e, "message", { get() { throw 1 } }); throw e',
      'cannot be read',
    ],
    ['an error with an endless message', 'throw new Error("m".repeat(1e6))', 'mmm'],
  ])('%s thrown is told', async (_what, statement, expected) => {
    const failure = await failureOf(`export const code = () => { ${statement} }`)
    expect(failure.code).toBe('CODE_FAILED')
    expect(failure.message).toContain(expected)
    expect(failure.message.length).toBeLessThan(2_200)
  })

  test.each([
    ['at the top of the module', 'throw new Error("lost")\nexport const code = () => 1'],
    [
      'in a promise that nobody waits for',
      'export const code = async () => { Promise.reject(new Error("lost")); return 1 }',
    ],
    [
      'in a promise, while code waits for ever',
      'export const code = () => { Promise.reject(new Error("lost")); return new Promise(() => {}) }',
    ],
    [
      'in a timer',
      'export const code = () => { setTimeout(() => { throw new Error("lost") }); return new Promise(() => {}) }',
    ],
    [
      'in a microtask',
      'export const code = () => { queueMicrotask(() => { throw new Error("lost") }); return new Promise(() => {}) }',
    ],
  ])('an error %s fails the step', async (_where, source) => {
    expect(await failureOf(source)).toMatchObject({
      code: 'CODE_FAILED',
      message: 'Step "step_1": Error: lost (line 1)',
    })
  })

  test.each([
    ['const x = ;', 3, 13],
    ['const a = 1; const a = 2', 3, 22],
    ['let n: number = 1, m = <any>n; let n', 3, 38],
    ['return }', 4, 1],
    ['const u = import.meta.url', 3, 13],
    ['const f = (a: A): string => { return [1].map((x) => { return x +* 2 }) }', 3, 67],
    ['[1].map((x) => x).filter((y: number) => { if (y { } })', 3, 51],
    ['const g = <T>(a: T) => { a b }', 3, 30],
    ['const t = `a$' + '{ 1 + }`', 3, 22],
  ])('the syntax error in "%s" is placed in the source', async (statement, line, column) => {
    const failure = await failureOf(
      `interface A { a: string }\nexport const code = (inputs: A) => {\n  ${statement}\n}`,
    )
    expect(failure).toMatchObject({ code: 'CODE_SYNTAX', line, column })
    expect(failure.message).toMatch(new RegExp(`^Step "step_1": line ${line}, column ${column}: .+[^)]$`))
  })

  test('a module without the function says what to export', async () => {
    for (const source of [
      '',
      'export const cod = () => 1',
      'export const code = 5',
      'module.exports = null',
    ]) {
      expect(await failureOf(source)).toMatchObject({ code: 'CODE_NO_FUNCTION' })
    }
  })

  test('an output that is not JSON is refused', async () => {
    expect(await failureOf('export const code = () => { const a = {}; a.a = a; return a }')).toMatchObject({
      code: 'OUTPUT_INVALID',
    })
    expect(await failureOf('export const code = () => ({ a: 1n })')).toMatchObject({ code: 'OUTPUT_INVALID' })
    expect(
      await failureOf('export const code = () => ({ toJSON() { throw new Error("mine") } })'),
    ).toMatchObject({
      code: 'OUTPUT_INVALID',
      message: expect.stringContaining('mine'),
    })
  })

  test('an output of exactly 1 MiB is kept and one byte more is refused', async () => {
    const source = 'export const code = ({ n }) => "é".repeat(n / 2 - 1)'
    expect((await call(source, { inputs: { n: 1_048_576 } })).output).toHaveLength(524_287)
    expect(await failureOf(source, { inputs: { n: 1_048_578 } })).toMatchObject({
      code: 'CODE_OUTPUT_TOO_LARGE',
    })
  })

  test('inputs and source that are too large are refused before anything runs', async () => {
    const huge = 'x'.repeat(8_400_000)
    expect(await failureOf('export const code = () => 1', { inputs: huge })).toMatchObject({
      code: 'CODE_INPUT_TOO_LARGE',
    })
    expect(await failureOf(`//${huge}`)).toMatchObject({ code: 'CODE_TOO_LARGE' })
  })

  test('source nested too deeply is refused', async () => {
    expect(await failureOf(`export const code = () => ${'['.repeat(100_000)}`)).toMatchObject({
      code: 'CODE_SYNTAX',
    })
  })
})

describe('code that does not end', () => {
  test.each([
    ['a loop', 'for (;;);'],
    ['a loop that swallows errors', 'while (true) { try { while (true) {} } catch {} }'],
    ['a loop that waits for nothing', 'while (true) await null'],
    ['a generator', 'for (const x of (function* () { while (true) yield 1 })());'],
    ['promises that call each other', 'const again = () => Promise.resolve().then(again); await again()'],
    ['doubling recursion', 'const f = (n) => n && [f(n - 1), f(n - 1)].length; f(60)'],
    ['a getter while the output is written', 'return { get a() { for (;;); } }'],
  ])('%s ends in CODE_TIMEOUT', async (_what, statement) => {
    const failure = await failureOf(`export const code = async () => { console.log('in'); ${statement} }`, {
      cpuMs: 1_000,
    })
    expect(failure).toMatchObject({ code: 'CODE_TIMEOUT', retryable: false, logs: ['log: in'] })
  })

  test('a promise that never settles ends at the wall time, with its logs', async () => {
    const source = 'export const code = () => { console.log("waiting"); return new Promise(() => {}) }'
    expect(await failureOf(source, { timeoutMs: 30 })).toMatchObject({
      code: 'CODE_TIMEOUT',
      logs: ['log: waiting'],
    })
  })

  test('a signal ends the wait with its own reason', async () => {
    const controller = new AbortController()
    const reason = new Error('cancelled by a person')
    const waiting = call('export const code = () => new Promise(() => {})', { signal: controller.signal })
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(call('export const code = () => 1', { signal: controller.signal })).rejects.toBe(reason)
  })

  test('the same worker serves the next call', async () => {
    const source = 'export const code = ({ n }) => { while (n) {} return "fine" }'
    expect(await failureOf(source, { inputs: { n: 1 }, cpuMs: 1_000 })).toMatchObject({
      code: 'CODE_TIMEOUT',
    })
    expect(await call(source, { inputs: { n: 0 } })).toMatchObject({ output: 'fine' })
  })
})

describe('code that should not get out', () => {
  test.each([
    ['process', 'process.exit(1)', 'process is not defined'],
    ['require', "require('fs')", 'Cannot import "fs"'],
    ['import', "await import('cloudflare:workers')", 'Cannot import "cloudflare:workers"'],
    ['eval', "(0, eval)('1')", 'Code generation from strings disallowed'],
    ['Function', "(() => {}).constructor('return 1')()", 'Code generation from strings disallowed'],
    ['the cache', 'caches.default', 'caches is not defined'],
    ['fetch', "await fetch('http://127.0.0.1:9')", 'the network is off'],
  ])('%s is not there', async (_name, statement, message) => {
    const failure = await failureOf(`export const code = async () => { ${statement} }`)
    expect(failure).toMatchObject({ code: 'CODE_FAILED' })
    expect(failure.message).toContain(message)
  })

  test('fetch goes out once it is allowed', async () => {
    const source = `export const code = () => fetch('http://127.0.0.1:9/').then((r) => r.status, (e) => String(e))`
    expect(await call(source, { allowNetwork: true })).toMatchObject({
      output: 'Error: Network connection lost.',
    })
  })

  test('nothing a call leaves behind is seen by the next one', async () => {
    const source = `let calls = 0
      const attempts = [
        () => { globalThis.leak = 1 }, () => { Object.prototype.leak = 1 }, () => { [].__proto__.leak = 1 }, () => { ({}).toString.leak = 1 },
        () => { Array.prototype.map = () => 'leak' }, () => { JSON.parse = () => 'leak' }, () => { console.log = () => {} },
        () => { console.leak = 1 }, () => { crypto.leak = 1 }, () => { require.leak = 1 }, () => { (async () => {}).__proto__.leak = 1 },
        () => { Error.prepareStackTrace = () => 'leak' }, () => { Object.prototype.toString = () => 'leak' },
        () => { Object.getPrototypeOf([].values()).next = () => ({ done: true }) }, () => { exports.leak = 1; module.leak = 1 },
      ]
      export const code = ({ first }) => {
        calls++
        const refused = first ? attempts.filter((attempt) => { try { attempt() } catch { return true } }).length : 0
        if (first) /(secret)/.exec('secret')
        return {
          calls, refused, of: attempts.length, leak: typeof leak, more: [{}.leak, [].leak, require.leak, console.leak, crypto.leak, exports.leak, module.leak],
          text: String({}), list: [1].map((x) => x + 1), iterated: [...[1]], parsed: JSON.parse('2'), last: RegExp.$1 ?? null,
        }
      }`
    const first = (await call(source, { inputs: { first: true } })).output as Record<string, number>
    // The one attempt that is not refused writes to the call's own exports.
    expect(first.refused).toBe(first.of! - 1)
    expect((await call(source, { inputs: { first: false } })).output).toEqual({
      calls: 1,
      refused: 0,
      of: first.of,
      leak: 'undefined',
      more: Array(7).fill(null),
      text: '[object Object]',
      list: [2],
      iterated: [1],
      parsed: 2,
      last: null,
    })
    expect(({} as { leak?: unknown }).leak).toBeUndefined()
  })

  test('everything that calls share is frozen', async () => {
    const source = `export const code = () => {
      const loose = []
      const seen = new Set()
      const visit = (object, path) => {
        if (Object(object) !== object || seen.has(object)) return
        seen.add(object)
        if (!Object.isFrozen(object)) loose.push(path)
        for (const key of Reflect.ownKeys(object)) {
          const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)
          // A value made anew at each reading is nobody else's.
          if (value === Object.getOwnPropertyDescriptor(object, key).value) visit(value, path + '.' + String(key))
          visit(get, path + '.get ' + String(key))
          visit(set, path + '.set ' + String(key))
        }
        visit(Object.getPrototypeOf(object), path + '.__proto__')
      }
      for (let scope = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
        visit(scope, 'global')
        for (const name of Object.getOwnPropertyNames(scope)) visit(globalThis[name], name)
      }
      return { loose, enough: seen.size > 1_000 }
    }`
    expect((await call(source)).output).toEqual({ loose: [], enough: true })
  })

  test('calls that overlap in one worker keep their own console, errors and listeners', async () => {
    const source = `addEventListener('unhandledrejection', (event) => console.log('saw', event.reason))
      export const code = async ({ id }) => {
        console.log(id, 'in')
        await new Promise((done) => setTimeout(done, 5))
        console.log(id, 'out')
        if (id % 2) Promise.reject(new Error('odd ' + id))
        await new Promise((done) => setTimeout(done, 5))
        return id
      }`
    const settled = await Promise.allSettled([0, 1, 2, 3].map((id) => call(source, { inputs: { id } })))
    expect(
      settled.map((s) => (s.status === 'fulfilled' ? s.value : (s.reason as CodedError).details)),
    ).toEqual([
      { output: 0, logs: ['log: 0 in', 'log: 0 out'] },
      { logs: ['log: 1 in', 'log: 1 out'], name: 'Error', line: 6 },
      { output: 2, logs: ['log: 2 in', 'log: 2 out'] },
      { logs: ['log: 3 in', 'log: 3 out'], name: 'Error', line: 6 },
    ])
  })
})

describe('without a working loader', () => {
  test('a missing binding says what is needed', async () => {
    const outcome = createCodeHost(undefined)({ step: 'step_9', code: '', inputs: {}, timeoutMs: 1 })
    await expect(outcome).rejects.toMatchObject({
      code: 'CODE_SANDBOX_UNAVAILABLE',
      retryable: false,
      message: expect.stringMatching(/step_9.*LOADER.*Paid/),
    })
  })

  test.each([
    ['Worker exceeded CPU time limit.', 'CODE_TIMEOUT', false],
    ['Worker exceeded memory limit.', 'CODE_MEMORY', false],
    ['internal error', 'CODE_SANDBOX_FAILED', true],
  ])('the platform saying "%s" becomes %s', async (message, code, retryable) => {
    const loader = {
      get: () => ({ getEntrypoint: () => ({ run: () => Promise.reject(new Error(message)) }) }),
    }
    const outcome = createCodeHost(loader as unknown as WorkerLoader)({
      step: 's',
      code: '',
      inputs: {},
      timeoutMs: 50,
    })
    await expect(outcome).rejects.toMatchObject({ code, retryable })
  })

  test('a sandbox that never answers is given up on', async () => {
    const loader = { get: () => ({ getEntrypoint: () => ({ run: () => new Promise(() => {}) }) }) }
    const outcome = createCodeHost(loader as unknown as WorkerLoader)({
      step: 's',
      code: '',
      inputs: {},
      timeoutMs: 1,
    })
    await expect(outcome).rejects.toMatchObject({ code: 'CODE_TIMEOUT' })
  })
})

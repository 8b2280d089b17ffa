import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { acmePackage } from '../../test/support/acme-piece.ts'
import { addWorkflow } from '../../test/support/api.ts'
import { installed } from '../../test/support/community.ts'
import { definition, pieceTrigger } from '../../test/support/definitions.ts'
import { outputOf, type RunOverrides, runAction } from '../../test/support/run-action.ts'
import { seal } from '../connection/seal.ts'
import { openDb } from '../db/client.ts'
import { insertConnection } from '../db/connections.ts'
import type { Piece } from '../piece/piece.ts'
import { lookAmong } from '../piece/registry.ts'
import type { Services } from '../piece/services.ts'
import { createStore } from '../run/store-client.ts'
import { pieceOf } from './adapt.ts'
import { finderOf } from './find.ts'

/**
 * What a piece may not do to others, and how what goes wrong in it is told. Endless loops and memory are not here:
 * nothing limits those in a local workerd. On Cloudflare `limits.cpuMs` and the 128 MB of an isolate do.
 */

const ACTIONS = `
  const actions = {
    fetched: { run: async ({ propsValue }) => {
      const response = await fetch(propsValue.url, propsValue.init)
      return { status: response.status, body: await response.text() }
    } },
    many: { run: async () => {
      const all = await Promise.allSettled(Array.from({ length: 250 }, () => fetch('https://acme.example/')))
      return all.filter(({ status }) => status === 'fulfilled').length
    } },
    socket: { run: async () => {
      const { connect } = require('node:net')
      return new Promise((resolve, reject) => {
        const socket = connect(80, '127.0.0.1')
        socket.on('connect', () => resolve('connected'))
        socket.on('error', reject)
      })
    } },
    connection: { run: async ({ propsValue, connections }) => connections.get(propsValue.id) },
    store: { run: async ({ store, propsValue }) => {
      const { key, scope } = propsValue
      const found = await store.get(key, scope)
      await store.put(key, 'mine', scope)
      return found
    } },
    storeOf: { run: ({ store, propsValue }) => store.put(propsValue.key, propsValue.value) },
    pollute: { run: async (context) => {
      Object.prototype.polluted = 'yes'
      Array.prototype.toJSON = () => 'owned'
      context.propsValue.__proto__.seen = 'yes'
      context.store.get = () => 'owned'
      return JSON.parse('{"__proto__": {"admin": true}, "a": 1}')
    } },
    remember: { run: async ({ propsValue, auth }) => {
      const before = globalThis.left
      globalThis.left = propsValue.mine
      return before ?? null
    } },
    late: { run: async () => {
      globalThis.stillThere = setTimeout(() => fetch('https://acme.example/late').catch((e) => { globalThis.lateError = e.message }), 5)
      return 'done'
    } },
    whatCameLate: { run: async () => { await new Promise((go) => setTimeout(go, 50)); return globalThis.lateError ?? null } },
    large: { run: async () => 'x'.repeat(2 * 1024 * 1024) },
    circle: { run: async () => { const a = {}; a.a = a; return a } },
    bigint: { run: async () => 1n },
    functions: { run: async () => ({ f() {}, a: 1 }) },
    nothing: { run: async () => undefined },
    stuck: { run: () => new Promise(() => {}) },
    null: { run: async () => { throw null } },
    text: { run: async () => { throw 'a text' } },
    trap: { run: async () => { throw new Proxy({}, { get() { throw new Error('trapped') }, getPrototypeOf() { throw 1 } }) } },
    exit: { run: async () => process.exit(1) },
    eval: { run: async () => eval('1 + 1') },
    env: { run: async () => ({ ...process.env }) },
    imports: { run: async () => Object.keys(require('./world.js')) },
    flows: { run: async ({ flows }) => (await flows.list()).data.map(({ id }) => id) },
    spam: { run: async () => { for (let i = 0; i < 5000; i++) console.log('x'.repeat(5000)); return 1 } },
  }
`

let acme: Piece
beforeEach(async () => {
  const own = await installed('acme', '1.0.0', acmePackage(ACTIONS))
  acme = pieceOf(env, own)
  lookAmong(finderOf(env, async ({ name }) => (name === 'acme' ? own : undefined)))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const services: Partial<Services> = {
  store: (scope) => createStore(env.STORES, `test:hostile:${scope}`),
  resumeUrl: () => 'https://patchcord.test/waits/token',
}
const output = (action: string, input: Record<string, unknown> = {}, more: RunOverrides = {}) =>
  outputOf(acme, action, input, { services, ...more })
const refused = (action: string, input: Record<string, unknown> = {}) =>
  output(action, input).catch((error: unknown) => error)

/** As where private hosts are not allowed, which they are in tests. */
async function strict(): Promise<Piece> {
  const { PATCHCORD_ALLOW_PRIVATE_HOSTS: _, ...closed } = env
  return pieceOf(closed as Cloudflare.Env, await installed('acme', '1.0.0', acmePackage(ACTIONS)))
}

describe('the way out', () => {
  test.each([
    'http://127.0.0.1:8787/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://localhost/',
    'http://2130706433/',
    'http://db.internal/',
  ])('does not lead to %s', async (url) => {
    const sent = vi.spyOn(globalThis, 'fetch')
    const piece = await strict()
    lookAmong(async () => piece)
    await expect(runAction(piece, 'fetched', { url }, { services })).rejects.toMatchObject({
      code: 'HTTP_HOST_REFUSED',
      retryable: false,
    })
    expect(sent).not.toHaveBeenCalled()
  })

  test('does not lead there by a redirect either', async () => {
    const piece = await strict()
    lookAmong(async () => piece)
    const fetched = vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(
        async () => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } }),
      )
    await expect(
      runAction(piece, 'fetched', { url: 'https://acme.example/' }, { services }),
    ).rejects.toMatchObject({ code: 'HTTP_HOST_REFUSED' })
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  test('is the only one: a socket of its own reaches nothing', async () => {
    expect(await refused('socket')).toMatchObject({ code: 'PIECE_FAILED' })
  })

  test('is open for so many requests, and closed once the step has ended', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('ok'))
    expect(await output('many')).toBe(200)
    const fetched = vi.mocked(fetch)
    fetched.mockClear()
    expect(await output('late')).toBe('done')
    await output('whatCameLate')
    expect(fetched).not.toHaveBeenCalled()
  })

  test('shows in the log of the step, without what may be secret in an address', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('ok'))
    const result = await runAction(
      acme,
      'fetched',
      { url: 'https://u:p@acme.example/a?key=1' },
      { services },
    ).catch(() => undefined)
    const { logs } =
      result ?? (await runAction(acme, 'fetched', { url: 'https://acme.example/a?key=1' }, { services }))
    expect(logs).toEqual(['GET https://acme.example/a → 200'])
  })
})

describe('what belongs to others', () => {
  test("another piece's connection is none", async () => {
    const at = Date.now()
    for (const pieceName of ['slack', 'acme']) {
      const id = `conn_of_${pieceName}`
      await insertConnection(openDb(env.DB), {
        id,
        pieceName,
        displayName: pieceName,
        type: 'SECRET_TEXT',
        secret: await seal(env, { type: 'SECRET_TEXT', secret_text: `secret-of-${pieceName}` }, id),
        status: 'ACTIVE',
        createdAt: at,
        updatedAt: at,
      } as Parameters<typeof insertConnection>[1])
    }
    expect(await output('connection', { id: 'conn_of_slack' })).toBeNull()
    // Its own it may have, but not show.
    const own = JSON.stringify(await output('connection', { id: 'conn_of_acme' }))
    expect(own).toContain('SECRET_TEXT')
    expect(own).not.toContain('secret-of-acme')
  })

  test("another piece's values, and another workflow's, are not there", async () => {
    const store = createStore(env.STORES, 'test:hostile:COLLECTION')
    await store.put('slack/key', 'theirs')
    await store.put('key', 'ours')
    for (const key of ['slack/key', '../slack/key', 'key']) {
      expect(await output('store', { key, scope: 'COLLECTION' })).toBeNull()
    }
    expect([await store.get('slack/key'), await store.get('key')]).toEqual(['theirs', 'ours'])
    const other = { ...services, store: () => createStore(env.STORES, 'test:hostile:other') }
    await output('store', { key: 'flow' })
    expect(await output('store', { key: 'flow' }, { services: other })).toBeNull()
    expect(await output('store', { key: 'flow' })).toBe('mine')
  })

  test('workflows that are not made to be called are neither listed nor started', async () => {
    const hidden = await addWorkflow(
      definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })),
    )
    const example = { mode: 'simple', exampleData: { sampleData: {} } }
    const callable = await addWorkflow(definition(pieceTrigger('subflows', 'callableFlow', example)))
    const listed = await output('flows')
    expect(listed).toContain(callable)
    expect(listed).not.toContain(hidden)
    const startWorkflow = vi.fn(async () => ({ runId: 'run_child' }))
    const start = (id: string) => {
      const url = `https://activepieces.invalid/v1/webhooks/${id}`
      const input = { url, init: { method: 'POST', body: '{}' } }
      return output('fetched', input, { services: { ...services, startWorkflow } })
    }
    expect(await start(hidden)).toMatchObject({ status: 404 })
    expect(startWorkflow).not.toHaveBeenCalled()
    expect(await start(callable)).toMatchObject({ status: 200 })
    expect(startWorkflow).toHaveBeenCalledTimes(1)
  })

  test('a key of the store is as long as a key may be, and a value as large', async () => {
    const long = 'k'.repeat(128)
    await output('storeOf', { key: long, value: 'v' })
    expect(await output('store', { key: long })).toBe('v')
    for (const [input, name] of [
      [{ key: `${long}k`, value: 1 }, 'StorageInvalidKeyError'],
      [{ key: '', value: 1 }, 'StorageInvalidKeyError'],
      [{ key: 'k', value: 'x'.repeat(600_000) }, 'StorageLimitError'],
    ] as const) {
      expect(await refused('storeOf', input)).toMatchObject({
        code: 'PIECE_FAILED',
        message: expect.stringContaining(name),
      })
    }
  })

  test('nothing of ours changes with what a piece does to its own world', async () => {
    // A version of its own, since it spoils the isolate it is in.
    const own = pieceOf(env, await installed('acme', '6.6.6', acmePackage(`${ACTIONS};;`)))
    lookAmong(async () => own)
    const result = await outputOf(own, 'pollute', {}, { services })
    await expect(outputOf(own, 'spam', {}, { services })).resolves.toBeDefined()
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(JSON.stringify([1])).toBe('[1]')
    expect(Object.keys(result as object)).not.toContain('admin')
  })

  test('the environment is empty, and what is ours in there gives no more than the call has', async () => {
    expect(
      Object.keys((await output('env')) as object).filter((name) => /PATCHCORD|TOKEN|KEY/.test(name)),
    ).toEqual([])
  })
})

describe('an outcome that is none', () => {
  test.each([
    ['large', 'OUTPUT_TOO_LARGE'],
    ['circle', 'OUTPUT_INVALID'],
    ['bigint', 'OUTPUT_INVALID'],
    ['null', 'PIECE_FAILED'],
    ['text', 'PIECE_FAILED'],
    ['trap', 'PIECE_FAILED'],
    ['eval', 'PIECE_FAILED'],
  ])('%s is told as %s', async (action, code) => {
    expect(await refused(action)).toMatchObject({ code, retryable: false })
  })

  test('what is thrown as text is told as it is', async () => {
    expect(await refused('text')).toMatchObject({ message: 'Acme: a text' })
  })

  test('functions fall away, and nothing is null', async () => {
    expect(await output('functions')).toEqual({ a: 1 })
    expect(await output('nothing')).toBeNull()
  })

  test('a piece that is stuck ends with its step', async () => {
    const controller = new AbortController()
    const running = runAction(acme, 'stuck', {}, { services, signal: controller.signal })
    controller.abort(new Error('the step took too long'))
    await expect(running).rejects.toThrow('the step took too long')
  })

  test('a flood of lines is cut short', async () => {
    const { logs = [] } = await runAction(acme, 'spam', {}, { services })
    expect(logs).toHaveLength(100)
    expect(Math.max(...logs.map((line) => line.length))).toBeLessThanOrEqual(2001)
  })
})

test('calls of one version share an isolate, so a piece can remember one in another: but only itself', async () => {
  await output('remember', { mine: 'first' })
  expect(await output('remember', { mine: 'second' })).toBe('first')
  const other = pieceOf(env, await installed('acme', '1.0.1', acmePackage(`${ACTIONS};`)))
  lookAmong(async () => other)
  expect(await outputOf(other, 'remember', { mine: 'third' }, { services })).toBeNull()
})

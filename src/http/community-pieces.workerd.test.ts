import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test'
import storeCode from '@activepieces/piece-store/src/index.js?raw'
import { expect, test } from 'vitest'
import { type ApiAnswer, addDraft, addWorkflow, api, call, worker } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { tarballOf } from '../../test/support/tarball.ts'
import { codeKey, installedPieces } from '../community/store.ts'
import { openDb } from '../db/client.ts'
import { removeUploaded } from '../db/community-pieces.ts'
import { management } from './management.ts'

const STORE = '@activepieces/piece-store'

/** What `npm pack` would make of a piece that says hello. */
const hello = (version: string, code = HELLO, manifest: object = {}) =>
  tarballOf({
    'package.json': JSON.stringify({
      name: '@acme/piece-hello',
      version,
      main: './src/index.js',
      ...manifest,
    }),
    'src/index.js': code,
    'README.md': '# Hello',
  })
const HELLO = `
class Piece {
  metadata() {
    const props = { name: { type: 'SHORT_TEXT', displayName: 'Name', required: true } }
    const say = { name: 'say', displayName: 'Say hello', description: 'Says it.', props, requireAuth: true, run() {} }
    return { displayName: 'Hello', description: 'Greets.', categories: ['COMMUNICATION'], actions: { say }, triggers: {} }
  }
  getAction(name) { return this.metadata().actions[name] }
}
exports.hello = new Piece()`

async function upload(tgz: Uint8Array<ArrayBuffer>, headers: HeadersInit = {}): Promise<ApiAnswer> {
  const response = await worker.fetch('http://patchcord.test/v1/workflow/piece', {
    method: 'POST',
    headers: { authorization: 'Bearer test-admin-token', 'content-type': 'application/gzip', ...headers },
    body: tgz,
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const refusal = async (answering: Promise<ApiAnswer>) => {
  const { status, body } = await answering
  return [status, body.error_code, body.message]
}

const flow = (pieceVersion: string) => ({
  displayName: `Uses ${pieceVersion}`,
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'A request',
    settings: { pieceName: 'webhook', triggerName: 'catch_webhook', input: { authType: 'none' } },
    nextAction: {
      name: 'step_1',
      type: 'PIECE',
      displayName: 'Hello',
      settings: { pieceName: '@acme/piece-hello', pieceVersion, actionName: 'say', input: { name: 'Ana' } },
    },
  },
})

test('an upload is listed, shown in the catalogue, found with its code, and removed', async () => {
  const { status, body } = await upload(await hello('1.0.0'))
  expect([status, body]).toEqual([
    201,
    {
      id: 'hello@1.0.0+community',
      piece_name: '@acme/piece-hello',
      piece_version: '1.0.0+community',
      display_name: 'Hello',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: 'upload',
      added_by: { type: 'admin', id: 'admin', name: 'Admin token' },
      created: expect.any(String),
    },
  ])
  expect((await api('GET', '/v1/workflow/community-pieces')).body).toEqual({ data: [body] })

  const catalogue = await api(
    'GET',
    '/v1/workflow/piece?search=greets&suggestion_type=ACTION&categories=COMMUNICATION',
  )
  expect(catalogue.body).toEqual([
    expect.objectContaining({ id: 'hello@1.0.0+community', community: true, actions: 1 }),
  ])
  expectContract('PieceSummaryResponse', catalogue.body[0])
  for (const name of ['hello', 'hello@1.0.0', '@acme/piece-hello', '@acme%2Fpiece-hello@1.0.0%2Bcommunity']) {
    const detail = await api('GET', `/v1/workflow/piece/${name}`)
    expect(detail.body, name).toMatchObject({
      id: 'hello@1.0.0+community',
      version: '1.0.0+community',
      community: true,
    })
    expectContract('PieceDetailResponse', detail.body)
  }

  const find = installedPieces(env)
  const found = await find({ name: 'hello', version: '1.0.0+community' })
  expect(found).toMatchObject({ package: '@acme/piece-hello', hash: body.hash })
  expect(await found!.code()).toBe(HELLO)

  expect((await api('DELETE', '/v1/workflow/piece/hello@1.0.0+community')).status).toBe(204)
  expect((await api('GET', '/v1/workflow/piece/hello@1.0.0')).body.error_code).toBe('PIECE_UNKNOWN')
  expect((await api('GET', '/v1/workflow/community-pieces')).body).toEqual({ data: [] })
  expect(await find({ name: 'hello', version: '1.0.0' })).toBeUndefined()
  expect(await env.FILES!.get(codeKey({ ...found!, name: 'hello' }))).toBeNull()
  expect((await api('DELETE', '/v1/workflow/piece/hello@1.0.0')).body.error_code).toBe('PIECE_NOT_INSTALLED')
})

test("Activepieces' own package is taken as it is published", async () => {
  const manifest = { name: STORE, version: '0.6.20', main: './src/index.js', dependencies: {} }
  const tgz = await tarballOf({
    'package.json': JSON.stringify(manifest),
    'src/index.js': storeCode,
    'src/i18n/de.json': '{}',
  })
  expect((await upload(tgz)).body).toMatchObject({ id: 'store@0.6.20+community', display_name: 'Storage' })
  const native = await api('GET', '/v1/workflow/piece/store')
  expect(native.body).toMatchObject({ id: 'store' })
  expect(native.body).not.toHaveProperty('community')
  const community = await api('GET', '/v1/workflow/piece/@activepieces/piece-store@0.6.20')
  expect(Object.keys(community.body.actions)).toEqual([
    'get',
    'put',
    'append',
    'remove_value',
    'add_to_list',
    'remove_from_list',
  ])
})

test('a workflow is checked and run by the pieces its versions name', async () => {
  const step = (
    name: string,
    pieceVersion: string,
    actionName: string,
    input: object,
    nextAction?: object,
  ) => ({
    name,
    type: 'PIECE',
    displayName: name,
    settings: { pieceName: STORE, pieceVersion, actionName, input: { store_scope: 'COLLECTION', ...input } },
    ...(nextAction && { nextAction }),
  })
  const answer = {
    name: 'step_4',
    type: 'PIECE',
    displayName: 'Answer',
    settings: {
      pieceName: 'webhook',
      actionName: 'return_response',
      input: {
        responseType: 'json',
        fields: { status: 200, body: { ours: '{{step_2}}', theirs: '{{step_3}}' } },
      },
    },
  }
  const get = (input: object) => {
    const theirs = step('step_3', '0.6.20+community', 'get', input, answer)
    const ours = step('step_2', '0.6.20', 'get', { key: 'lead', defaultValue: 'none' }, theirs)
    const put = step(
      'step_1',
      '0.6.20+community',
      'put',
      { key: 'lead', value: '{{trigger.body.name}}' },
      ours,
    )
    const { trigger, ...rest } = flow('')
    return { ...rest, trigger: { ...trigger, nextAction: put } }
  }
  const draft = await addDraft(get({ key: '' }))
  const { body } = await api('GET', `/v1/workflow/${draft}/issues`)
  expect(body.data ?? body.issues).toEqual([
    expect.objectContaining({ step: 'step_3', code: 'INPUT_REQUIRED' }),
  ])

  const id = await addWorkflow(get({ key: 'lead' }))
  const answered = await call(
    'POST',
    `/webhooks/${id}/sync`,
    { name: 'Ana' },
    { 'content-type': 'application/json' },
  )
  expect(answered.body).toMatchObject({ theirs: 'Ana' })
})

test('versions of a piece are there side by side, and the newest is what no version asks for', async () => {
  for (const version of ['2.9.0', '2.10.0', '2.10.0-beta.1']) await upload(await hello(version))
  const find = installedPieces(env)
  expect((await find({ name: 'hello' }))?.version).toBe('2.10.0')
  expect((await find({ name: 'hello', version: '2.9.0' }))?.version).toBe('2.9.0')
  expect(await find({ name: 'hello', version: '9.9.9' })).toBeUndefined()
  const { body } = await api('GET', '/v1/workflow/community-pieces')
  const ids = body.data.map(({ id }: { id: string }) => id).filter((id: string) => id.startsWith('hello'))
  expect(ids).toEqual(['hello@2.10.0+community', 'hello@2.10.0-beta.1+community', 'hello@2.9.0+community'])
})

test('the same again changes nothing; other code under the same version is refused', async () => {
  const tgz = await hello('3.0.0')
  const answers = await Promise.all([upload(tgz), upload(tgz), upload(tgz)])
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  const other = refusal(upload(await hello('3.0.0', `${HELLO}\n// changed`)))
  expect(await other).toEqual([409, 'PIECE_TAKEN', expect.stringContaining('other code')])
  const found = await installedPieces(env)({ name: 'hello', version: '3.0.0' })
  expect(await found!.code()).toBe(HELLO)
  const stranger = await hello('3.0.0', HELLO, { name: '@other/piece-hello' })
  expect(await refusal(upload(stranger))).toEqual([409, 'PIECE_TAKEN', expect.any(String)])
  expect(await found!.code()).toBe(HELLO)
})

test('a piece that a draft or a published version names is not removed', async () => {
  await upload(await hello('4.0.0'))
  await upload(await hello('4.1.0'))
  const draft = await addDraft(flow('4.0.0+community'))
  const path = '/v1/workflow/piece/hello@4.0.0'
  expect(await refusal(api('DELETE', path))).toEqual([
    409,
    'PIECE_IN_USE',
    expect.stringContaining('"Uses 4.0.0+community"'),
  ])
  expect((await api('DELETE', '/v1/workflow/piece/hello@4.1.0')).status).toBe(204)
  await api('POST', `/v1/workflow/${draft}/import`, flow('4.1.0'))
  expect((await api('DELETE', path)).status).toBe(204)
})

test('the removal itself looks for who uses that version, by whatever name', async () => {
  const remove = (version: string, isOurs = false) =>
    removeUploaded(openDb(env.DB), { name: 'hello', version }, isOurs)
  const nested = (pieceName: string, pieceVersion: string) => {
    const { trigger, ...rest } = flow(pieceVersion)
    const step = { ...trigger.nextAction, settings: { ...trigger.nextAction.settings, pieceName } }
    const loop = { name: 'loop', type: 'LOOP_ON_ITEMS', displayName: 'Each', settings: { items: '{{[1]}}' } }
    // Another piece in that version.
    const settings = { ...trigger.settings, pieceVersion: '4.9.9' }
    return { ...rest, trigger: { ...trigger, settings, nextAction: { ...loop, firstLoopAction: step } } }
  }
  await upload(await hello('4.9.9'))
  for (const [n, name] of ['hello', '@acme/hello', '@acme/piece-hello'].entries()) {
    const version = `4.5.${n}`
    await upload(await hello(version))
    await addDraft(nested(name, version))
    expect(await remove(version), name).toBeUndefined()
    // What names no more than the version means ours, where there is one.
    expect(await remove(version, true)).toMatchObject({ version })
  }
  expect(await remove('4.9.9')).toMatchObject({ version: '4.9.9' })
})

test('only who may put code in is let in', async () => {
  const tgz = await hello('5.0.0')
  expect(await refusal(upload(tgz, { authorization: '' }))).toEqual([401, 'UNAUTHORIZED', expect.any(String)])
  const { body } = await api('POST', '/v1/api-keys', {
    name: 'CI',
    scopes: ['workflows.create', 'workflows.view'],
  })
  const authorization = `Bearer ${body.key}`
  expect(await refusal(upload(tgz, { authorization }))).toEqual([403, 'FORBIDDEN', expect.any(String)])
  expect(
    await refusal(call('DELETE', '/v1/workflow/piece/hello@5.0.0', undefined, { authorization })),
  ).toEqual([403, 'FORBIDDEN', expect.any(String)])
  expect((await call('GET', '/v1/workflow/community-pieces', undefined, { authorization })).status).toBe(200)
  expect((await call('GET', '/v1/workflow/community-pieces')).status).toBe(401)
})

test.each([
  ['no archive', async () => new Uint8Array([1, 2, 3]), 'PIECE_INVALID', /no gzip file/],
  ['no package.json', () => tarballOf({ 'index.js': HELLO }), 'PIECE_INVALID', /no package.json/],
  [
    'a package.json that is none',
    () => tarballOf({ 'package.json': '{' }),
    'PIECE_INVALID',
    /"it" is not usable/,
  ],
  ['a version that is a range', () => hello('^1.0.0'), 'PIECE_INVALID', /"version" is not usable/],
  [
    'a name that is a path',
    () => hello('6.0.0', HELLO, { name: '../../x' }),
    'PIECE_INVALID',
    /"name" is not usable/,
  ],
  [
    'a main file that is not there',
    () => hello('6.0.0', HELLO, { main: 'dist/index.js' }),
    'PIECE_INVALID',
    /lacks its own main file/,
  ],
  [
    'dependencies',
    () => hello('6.0.0', HELLO, { dependencies: { axios: '1' } }),
    'PIECE_NOT_BUNDLED',
    /needs other packages.*pieces:add/,
  ],
  ['an ES module', () => hello('6.0.0', HELLO, { type: 'module' }), 'PIECE_NOT_BUNDLED', /is an ES module/],
  [
    'several files',
    () => hello('6.0.0', 'exports.x = require("./lib/actions.js")'),
    'PIECE_NOT_BUNDLED',
    /beside its main file/,
  ],
  [
    'a package it forgets to name',
    () => hello('6.0.0', 'require("left-pad")'),
    'PIECE_NOT_BUNDLED',
    /needs "left-pad"/,
  ],
  [
    'a module of Node that is not there',
    () => hello('6.0.0', 'require("node:sea")'),
    'PIECE_UNSUPPORTED',
    /"sea"/,
  ],
  ['no piece', () => hello('6.0.0', 'exports.x = 1'), 'PIECE_INVALID', /exports no piece/],
  ['code that throws', () => hello('6.0.0', 'throw new Error("broken")'), 'PIECE_UNSUPPORTED', /broken/],
  [
    'metadata without end',
    () => hello('6.0.0', HELLO.replace("'Greets.'", "'x'.repeat(1_500_000)")),
    'PIECE_TOO_LARGE',
    /says too much/,
  ],
  [
    'too much code',
    () => hello('6.0.0', `//${'x'.repeat(11 * 2 ** 20)}\n${HELLO}`),
    'PIECE_TOO_LARGE',
    /10 MiB of code/,
  ],
])('an upload with %s is refused', async (_what, tgz, code, message) => {
  const [status, error, said] = await refusal(upload(await tgz()))
  expect([error, status]).toEqual([code, code === 'PIECE_TOO_LARGE' ? 413 : 422])
  expect(said).toMatch(message)
  expect(await installedPieces(env)({ name: 'hello', version: '6.0.0' })).toBeUndefined()
})

test('without the bindings it takes, an upload says which is missing', async () => {
  const tgz = await hello('7.0.0')
  const without = async (missing: 'LOADER' | 'FILES') => {
    const request = new Request('http://patchcord.test/v1/workflow/piece', {
      method: 'POST',
      headers: { authorization: 'Bearer test-admin-token' },
      body: tgz,
    })
    const context = createExecutionContext()
    const response = await management.fetch(request, { ...env, [missing]: undefined }, context)
    await waitOnExecutionContext(context)
    return [response.status, ((await response.json()) as { error_code: string }).error_code]
  }
  expect(await without('LOADER')).toEqual([503, 'PIECE_SANDBOX_UNAVAILABLE'])
  expect(await without('FILES')).toEqual([503, 'FILES_UNAVAILABLE'])
})

test('a piece whose code is gone says so', async () => {
  const { body } = await upload(await hello('8.0.0'))
  const found = await installedPieces(env)({ name: 'hello', version: '8.0.0' })
  await env.FILES!.delete(codeKey({ name: 'hello', version: '8.0.0', package: '', hash: body.hash }))
  await expect(found!.code()).rejects.toMatchObject({ code: 'PIECE_UNAVAILABLE' })
  // Uploading it again heals it.
  expect((await upload(await hello('8.0.0'))).body).toEqual(body)
  expect(await found!.code()).toBe(HELLO)
})

const files = (known: Record<string, unknown>) => ({
  ...env,
  ASSETS: {
    async fetch(url: string) {
      const said = known[new URL(url).pathname]
      if (said === undefined) return new Response(null, { status: 404 })
      return new Response(typeof said === 'string' ? said : JSON.stringify(said))
    },
  } as unknown as Fetcher,
})

test("the build's pieces come before uploads, and no request changes them", async () => {
  await upload(await hello('9.0.0'))
  const head = { name: 'hello', package: '@acme/piece-hello', version: '9.0.0', hash: 'b' }
  const bindings = files({
    '/_community/index.json': [head],
    '/_community/hello/9.0.0/piece.json': {
      ...head,
      metadata: { displayName: 'Built', actions: {}, triggers: {} },
    },
    '/_community/hello/9.0.0/piece.cjs': 'built code',
  })
  const found = await installedPieces(bindings)({ name: 'hello', version: '9.0.0' })
  expect([found?.hash, await found?.code()]).toEqual(['b', 'built code'])
  const ask = async (method: string, path: string, body?: BodyInit) => {
    const init = { method, headers: { authorization: 'Bearer test-admin-token' }, ...(body && { body }) }
    const response = await management.fetch(
      new Request(`http://patchcord.test${path}`, init),
      bindings,
      createExecutionContext(),
    )
    return ((await response.json()) as { error_code: string }).error_code
  }
  expect(await ask('DELETE', '/v1/workflow/piece/hello@9.0.0')).toBe('PIECE_BUILT_IN')
  expect(await ask('POST', '/v1/workflow/piece', await hello('9.0.0'))).toBe('PIECE_TAKEN')
})

test('the files of the build are handed to nobody', async () => {
  for (const path of ['/_community/index.json', '/_community/store/0.6.20/piece.cjs']) {
    expect((await call('GET', path)).status, path).toBe(404)
  }
})

import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { acmePackage } from '../../test/support/acme-piece.ts'
import { installed } from '../../test/support/community.ts'
import { outputOf, type RunOverrides, resumeWith, runAction } from '../../test/support/run-action.ts'
import type { Piece } from '../piece/piece.ts'
import { lookAmong } from '../piece/registry.ts'
import type { FileContent, Services } from '../piece/services.ts'
import { pieceOf } from './adapt.ts'
import { finderOf } from './find.ts'

/** What a piece finds around it, in each version of the framework's contexts. */
const ACTIONS = `
  const props = (type, more) => ({ props: { given: { type, displayName: 'Given', required: false, ...more } } })
  const show = { run: async ({ propsValue }) => propsValue }
  const auth = { type: 'SECRET_TEXT', displayName: 'Key', required: true }
  const actions = {
    nodeHttp: { run: () => new Promise((resolve, reject) => {
      const request = require('node:https').request('https://acme.example/node', { method: 'POST' }, (response) => {
        let text = ''
        response.on('data', (part) => { text += part })
        response.on('end', () => resolve({ status: response.statusCode, text }))
      })
      request.on('error', reject)
      request.end('sent')
    }) },
    xhr: { run: () => new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.open('POST', 'https://acme.example/xhr')
      request.responseType = 'arraybuffer'
      request.onloadend = () => resolve({ status: request.status, text: request.response.toString('utf8'), headers: request.getAllResponseHeaders() })
      request.send('sent')
    }) },
    xhrKnows: { run: () => 'onloadend' in new XMLHttpRequest() },
    context: { run: async (context) => ({
      auth: context.auth ?? null,
      keys: Object.keys(context).sort(),
      run: Object.keys(context.run).sort(),
      execution: context.executionType,
      serverUrl: context.serverUrl ?? null,
      flow: context.flows.current.id,
      resume: context.resumePayload ?? null,
    }) },
    json: { ...show, ...props('JSON') },
    object: { ...show, ...props('OBJECT') },
    number: { ...show, ...props('NUMBER') },
    text: { ...show, ...props('SHORT_TEXT') },
    check: { ...show, ...props('CHECKBOX') },
    date: { ...show, ...props('DATE_TIME') },
    many: { ...show, ...props('MULTI_SELECT_DROPDOWN', { refreshers: [] }) },
    one: { ...show, ...props('DROPDOWN', { refreshers: [] }) },
    rows: { ...show, ...props('ARRAY', { properties: { n: { type: 'NUMBER', displayName: 'n', required: true } } }) },
    file: {
      ...props('FILE'),
      run: async ({ propsValue: { given }, files }) => ({
        name: given.filename, extension: given.extension, isBuffer: Buffer.isBuffer(given.data), base64: given.base64,
        url: await files.write({ fileName: 'copy.txt', data: given.data }),
      }),
    },
    dynamic: {
      ...props('DYNAMIC', { refreshers: [] }),
      run: async ({ propsValue: { given: { file, rows, ...rest } } }) => ({
        ...rest, file: Buffer.isBuffer(file?.data) ? file.filename : file, row: Buffer.isBuffer(rows?.[0].file.data),
      }),
    },
    tested: { run: async () => 'done', test: async () => 'tried out' },
    nothingToTry: { run: async () => 'done' },
    agent: { ...props('ARRAY'), run: async ({ agent, propsValue }) => agent.tools({ tools: propsValue.given, model: {} }) },
    waitpoint: { run: async (context) => {
      if (context.executionType === 'RESUME') return context.resumePayload.body
      const point = await context.run.createWaitpoint({ type: 'DELAY', resumeDateTime: new Date(Date.now() + 60_000).toISOString() })
      context.run.waitForWaitpoint(point.id)
      return { link: point.buildResumeUrl({ queryParams: { a: 'b' }, sync: true }) }
    } },
  }
`

const versions: Record<string, string | null> = { '0.0.0': null, '1.0.0': '1', '2.0.0': '2' }
const pieces = new Map<string, Piece>()
beforeEach(async () => {
  const all = Object.entries(versions).map(([version, context]) =>
    installed('acme', version, acmePackage(ACTIONS, context)),
  )
  const made = await Promise.all(all)
  for (const each of made) pieces.set(each.version, pieceOf(env, each))
  lookAmong(finderOf(env, async ({ version }) => made.find((each) => each.version === version)))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const written: FileContent[] = []
const services: Partial<Services> = {
  resumeUrl: () => 'https://patchcord.test/waits/token',
  files: {
    read: async () => ({
      name: 'note.txt',
      contentType: 'text/plain',
      bytes: new Uint8Array(new TextEncoder().encode('hello')),
    }),
    write: async (file) => {
      written.push(file)
      return {
        url: 'https://patchcord.test/files/1',
        name: file.name,
        contentType: file.contentType,
        size: 5,
      }
    },
  },
}
const output = (
  action: string,
  input: Record<string, unknown> = {},
  version = '2.0.0',
  more: RunOverrides = {},
) => outputOf(pieces.get(version) as Piece, action, input, { services, ...more })

describe('the network', () => {
  test.each(['nodeHttp', 'xhr'])('is there for %s too', async (action) => {
    const sent: string[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input, init)
      sent.push(`${request.method} ${request.url} ${new TextDecoder().decode(await request.arrayBuffer())}`)
      return new Response('answered', { status: 201 })
    })
    expect(await output(action)).toMatchObject({ status: 201, text: 'answered' })
    expect(sent).toEqual([`POST https://acme.example/${action === 'xhr' ? 'xhr' : 'node'} sent`])
  })

  test('an XMLHttpRequest knows onloadend: axios waits for a timer after each answer of one that does not', async () => {
    expect(await output('xhrKnows')).toBe(true)
  })
})

describe('contexts', () => {
  const auth = { type: 'SECRET_TEXT', secret_text: 'key-123456', id: 'conn_1' }

  test('the oldest get the bare secret, later ones the whole value', async () => {
    expect(await output('context', { auth }, '0.0.0')).toMatchObject({ auth: 'key-123456' })
    for (const version of ['1.0.0', '2.0.0']) {
      expect(await output('context', { auth }, version)).toMatchObject({
        auth: { secret_text: 'key-123456' },
      })
    }
  })

  test('what was left behind is there for those that know it', async () => {
    const legacy = {
      keys: expect.arrayContaining(['generateResumeUrl']),
      run: expect.arrayContaining(['pause']),
    }
    for (const version of ['0.0.0', '1.0.0'])
      expect(await output('context', {}, version)).toMatchObject(legacy)
    const latest = (await output('context')) as { keys: string[]; run: string[] }
    expect(latest.keys).not.toContain('generateResumeUrl')
    expect(latest.run).toEqual(
      expect.arrayContaining(['createWaitpoint', 'id', 'respond', 'stop', 'waitForWaitpoint']),
    )
    expect(latest.run).not.toContain('pause')
  })

  test('a run that goes on says so, with what it goes on with', async () => {
    expect(await output('context')).toMatchObject({ execution: 'BEGIN', resume: null, flow: 'wf_1' })
    const resume = resumeWith({ body: { a: 1 }, headers: {}, queryParams: { b: '2' } })
    expect(await output('context', {}, '2.0.0', resume)).toMatchObject({
      execution: 'RESUME',
      resume: { body: { a: 1 }, queryParams: { b: '2' } },
    })
  })

  test('a waitpoint of a time waits for it', async () => {
    const result = await runAction(pieces.get('2.0.0') as Piece, 'waitpoint', {}, { services })
    expect(result.wait?.until).toBeGreaterThan(Date.now() + 50_000)
    expect(await output('waitpoint', {}, '2.0.0', resumeWith('on'))).toBe('on')
  })
})

describe('values come as Activepieces hands them over', () => {
  test.each([
    ['json', '{"a":1}', { a: 1 }],
    ['object', '{"a":1}', { a: 1 }],
    ['number', '12', 12],
    ['number', '', undefined],
    ['text', { a: 1 }, '{"a":1}'],
    ['check', 'TRUE', true],
    ['date', '2026-03-14', '2026-03-14T00:00:00.000Z'],
    ['date', '2026-03-14T12:00:00+02:00', '2026-03-14T10:00:00.000Z'],
    ['many', 'one', ['one']],
    ['many', '["a","b"]', ['a', 'b']],
    ['one', '{"id":1}', { id: 1 }],
    ['one', 'plain', 'plain'],
    ['rows', { n: ['1', '2'] }, [{ n: 1 }, { n: 2 }]],
  ])('%s: %j is %j', async (action, given, expected) => {
    expect(await output(action, { given, other: 1 })).toEqual({
      ...(expected !== undefined && { given: expected }),
      other: 1,
    })
  })

  test('a file is a buffer with a name, and what a piece writes is kept', async () => {
    expect(await output('file', { given: 'https://acme.example/note.txt' })).toEqual({
      name: 'note.txt',
      extension: 'txt',
      isBuffer: true,
      base64: 'aGVsbG8=',
      url: 'https://patchcord.test/files/1',
    })
    expect(written.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
      ['copy.txt', 'hello'],
    ])
  })

  test('what a step notes of a dynamic field is what is read by, files in it too', async () => {
    const prop = (type: string, more: object = {}) => ({ type, displayName: type, required: true, ...more })
    const file = prop('FILE')
    const schema = {
      count: prop('NUMBER'),
      at: prop('DATE_TIME', { required: false }),
      file,
      rows: prop('ARRAY', { properties: { file } }),
    }
    const link = 'https://acme.example/note.txt'
    const given = { count: '12', at: '2026-03-14', file: link, rows: [{ file: link }], other: '1' }
    const noted = { propertySettings: { given: { type: 'MANUAL', schema } } }
    expect(await output('dynamic', { given }, '2.0.0', noted)).toEqual({
      count: 12,
      at: '2026-03-14T00:00:00.000Z',
      file: 'note.txt',
      row: true,
      other: '1',
    })
    const { rows: _, ...asGiven } = given
    for (const propertySettings of [{}, { given: { type: 'MANUAL', schema: 'none' } }]) {
      const untouched = await output('dynamic', { given: asGiven }, '2.0.0', { propertySettings })
      expect(untouched).toEqual({ ...asGiven, row: false })
    }
    const wrong = output('dynamic', { given: { ...given, count: 'x' } }, '2.0.0', noted)
    await expect(wrong).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      details: { issues: [{ path: 'given.count', message: expect.any(String) }] },
    })
  })
})

test('an action is tried out where it is tested alone, and done everywhere else', async () => {
  const trial = (only?: string) => ({ trial: { live: false, ...(only && { only }) } })
  expect(await output('tested')).toBe('done')
  expect(await output('tested', {}, '2.0.0', trial())).toBe('done')
  expect(await output('tested', {}, '2.0.0', trial('step_1'))).toBe('tried out')
  expect(await output('nothingToTry', {}, '2.0.0', trial('step_1'))).toBe('done')
})

test('an agent that was given tools fails, for it would go on without them', async () => {
  expect(await output('agent', { given: [] })).toEqual({})
  await expect(output('agent', { given: [{ type: 'PIECE' }] })).rejects.toMatchObject({
    code: 'PIECE_UNSUPPORTED',
    retryable: false,
    message: expect.stringContaining('tools'),
  })
})

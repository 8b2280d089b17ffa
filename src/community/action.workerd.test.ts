import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadPublished } from '../../test/support/community.ts'
import {
  answerOf,
  outputOf,
  type RunOverrides,
  resumeWith,
  runAction,
} from '../../test/support/run-action.ts'
import type { Json } from '../json.ts'
import type { Piece } from '../piece/piece.ts'
import { loadPiece, lookAmong } from '../piece/registry.ts'
import type { Services } from '../piece/services.ts'
import { createStore } from '../run/store-client.ts'
import { finderOf } from './find.ts'

const RESUME = 'https://patchcord.test/waits/token'

lookAmong(
  finderOf(
    env,
    loadPublished({
      slack: '0.17.9',
      store: '0.6.20',
      webhook: '0.1.29',
      delay: '0.3.26',
      'data-mapper': '0.3.15',
      subflows: '0.6.3',
      discord: '0.2.0',
      hubspot: '0.2.0',
    }),
  ),
)
afterEach(() => {
  vi.restoreAllMocks()
})

const services: Partial<Services> = {
  store: (scope) => createStore(env.STORES, `test:community:${scope}`),
  resumeUrl: () => RESUME,
}
const get = async (name: string) => (await loadPiece(name)) as Piece
const run = async (name: string, action: string, input: Record<string, unknown>, more: RunOverrides = {}) =>
  runAction(await get(name), action, input, { services, ...more })
const output = async (
  name: string,
  action: string,
  input: Record<string, unknown>,
  more: RunOverrides = {},
) => outputOf(await get(name), action, input, { services, ...more })

/** The network: what was sent, and what every address answers. */
function network(answer: (request: Request, body: string) => Response | Promise<Response>) {
  const sent: { method: string; url: string; headers: Headers; body: string }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const body = new TextDecoder().decode(await request.arrayBuffer())
    sent.push({ method: request.method, url: request.url, headers: request.headers, body })
    return answer(request, body)
  })
  return sent
}

const slackAuth = { type: 'OAUTH2', access_token: 'xoxb-1234567890', data: { team: { id: 'T1' } } }

describe('published pieces do what they do elsewhere', () => {
  test('slack posts a message to a channel with the connection of the step', async () => {
    const sent = network(() => Response.json({ ok: true, ts: '1.2', channel: 'C1', message: { text: 'hi' } }))
    const result = await run('slack@0.17.9+community', 'send_channel_message', {
      auth: slackAuth,
      channel: 'C1',
      text: 'hi',
      sendAsBot: true,
    })
    expect(result.output).toMatchObject({ ok: true, ts: '1.2' })
    const [message] = sent.filter(({ url }) => url.includes('chat.postMessage'))
    expect(message?.headers.get('authorization')).toBe('Bearer xoxb-1234567890')
    expect(message?.body).toContain('C1')
    expect(result.logs).toContain('POST https://slack.com/api/chat.postMessage → 200')
  })

  test('discord posts by the webhook of a field', async () => {
    const sent = network(() => new Response(null, { status: 204 }))
    const input = { webhook_url: 'https://discord.com/api/webhooks/1/abc', content: 'hello' }
    expect(await output('discord@0.2.0+community', 'send_message_webhook', input)).toMatchObject({
      status: 204,
    })
    expect(sent).toMatchObject([{ method: 'POST', url: input.webhook_url, body: '{"content":"hello"}' }])
  })

  test('hubspot finds its connection in the field that old pieces have for it', async () => {
    const sent = network(() => Response.json({ vid: 1 }))
    const auth = { type: 'OAUTH2', access_token: 'hub-token-1' }
    const piece = await get('hubspot@0.2.0+community')
    expect(Object.keys(piece.actions)).toContain('create_contact')
    const input = { auth, firstName: 'Ada', lastName: 'L', email: 'ada@example.com' }
    await run('hubspot@0.2.0+community', 'create_contact', input)
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer hub-token-1')
  })

  test('data-mapper maps', async () => {
    expect(
      await output('data-mapper@0.3.15+community', 'advanced_mapping', { mapping: '{"a":[1]}' }),
    ).toEqual({
      a: [1],
    })
  })

  test('store keeps values by scope, apart from those of other pieces', async () => {
    const put = { key: 'k', value: { a: 1 }, store_scope: 'COLLECTION' }
    await run('store@0.6.20+community', 'put', put)
    const got = await output('store@0.6.20+community', 'get', { key: 'k', store_scope: 'COLLECTION' })
    expect(got).toBe('{"a":1}')
    expect(
      await output('store@0.6.20+community', 'get', { key: 'k', store_scope: 'FLOW', defaultValue: 'x' }),
    ).toBe('x')
    expect(await createStore(env.STORES, 'test:community:COLLECTION').get('k')).toBeUndefined()
  })
})

test('store keeps what is tried out apart from what runs keep', async () => {
  const input = { key: 'tried', store_scope: 'RUN' }
  const alone = { trial: { live: true, only: 'step_1' } }
  const put = { ...input, value: 'a' }
  await run('store@0.6.20+community', 'put', put, alone)
  expect(await output('store@0.6.20+community', 'get', input, { ...alone, runId: 'run_2' })).toBe('a')
  expect(await output('store@0.6.20+community', 'get', { ...input, defaultValue: 'none' })).toBe('none')
})

describe('runs', () => {
  test('webhook answers the caller and ends the run, or goes on', async () => {
    const input = {
      responseType: 'json',
      fields: { status: 201, headers: { a: 'b' }, body: { ok: 1 } },
      respond: 'stop',
    }
    const stopped = await run('webhook@0.1.29+community', 'return_response', input)
    expect(stopped.stop).toBe(true)
    expect(answerOf(stopped)).toMatchObject({ status: 201, headers: { a: 'b' }, body: { ok: 1 } })
    const going = await run('webhook@0.1.29+community', 'return_response', { ...input, respond: 'respond' })
    expect(going.stop).toBeUndefined()
    expect(answerOf(going)).toMatchObject({ body: { ok: 1 } })
  })

  test('a legacy pause waits for the link that its answer holds, and goes on with what came', async () => {
    const input = { responseType: 'json', fields: { body: { a: 1 } } }
    const action = 'return_response_and_wait_for_next_webhook'
    const paused = await run('webhook@0.1.29+community', action, input)
    const headers = { 'x-activepieces-resume-webhook-url': expect.stringContaining(`${RESUME}/sync?`) }
    expect(answerOf(paused)).toMatchObject({ body: { a: 1 }, headers })
    expect(paused.wait?.key).toContain('step_1')
    const payload: Json = { method: 'POST', body: { b: 2 }, headers: { h: '1' }, queryParams: { q: '1' } }
    const resumed = await output('webhook@0.1.29+community', action, input, resumeWith(payload))
    expect(resumed).toEqual({ body: { b: 2 }, headers: { h: '1' }, queryParams: { q: '1' } })
  })

  test('delay waits by the clock of the run, and says what it did', async () => {
    const input = { unit: 'hours', delayFor: 2 }
    const paused = await run('delay@0.3.26+community', 'delayFor', input)
    expect(paused.wait?.until).toBeGreaterThan(Date.now() + 7_000_000)
    expect(paused.wait?.key).toBeUndefined()
    expect(await output('delay@0.3.26+community', 'delayFor', input, resumeWith(null))).toEqual({
      delayForInMs: 7_200_000,
      success: true,
    })
  })

  test('a waitpoint waits, and a callback to it is the event that ends it', async () => {
    const startWorkflow = vi.fn(async () => ({ runId: 'run_child' }))
    const flowProps = { payload: { a: 1 } }
    const input = { flowId: 'wf_none', mode: 'simple', flowProps, waitForResponse: true }
    await expect(
      run('subflows@0.6.3+community', 'callFlow', input, { services: { ...services, startWorkflow } }),
    ).rejects.toMatchObject({ code: 'PIECE_FAILED', message: expect.stringContaining('Flow not found') })
    const reply = resumeWith({ status: 'success', data: { b: 2 } })
    expect(await output('subflows@0.6.3+community', 'callFlow', input, reply)).toEqual({
      status: 'success',
      data: { b: 2 },
    })
  })
})

test('subflows replies with what a step notes its response to be', async () => {
  const schema = { response: { type: 'OBJECT', displayName: 'Response', required: true } }
  const noted = { propertySettings: { response: { type: 'MANUAL', schema } } }
  const reply = (response: unknown) =>
    run('subflows@0.6.3+community', 'returnResponse', { mode: 'simple', response: { response } }, noted)
  const replied = await reply('{"a":1}')
  expect(replied.output).toEqual({ a: 1 })
  expect(answerOf(replied)).toEqual({ kind: 'response', format: 'json', body: { a: 1 } })
  await expect(reply([1])).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

describe('errors', () => {
  test('what a service answers is told with its status, and whether it helps to try again', async () => {
    for (const [status, retryable] of [
      [401, false],
      [429, true],
      [503, true],
    ] as const) {
      network(() => Response.json({ message: 'no' }, { status, headers: { 'retry-after': '2' } }))
      const input = { webhook_url: 'https://discord.com/api/webhooks/1/abc', content: 'hello' }
      await expect(run('discord@0.2.0+community', 'send_message_webhook', input)).rejects.toMatchObject({
        code: 'HTTP_STATUS',
        retryable,
        details: { status, body: expect.stringContaining('no') },
      })
      vi.restoreAllMocks()
    }
  })

  test('a service that is out of reach is worth another try', async () => {
    network(() => {
      throw new TypeError('fetch failed')
    })
    const input = { webhook_url: 'https://discord.com/api/webhooks/1/abc', content: 'hello' }
    await expect(run('discord@0.2.0+community', 'send_message_webhook', input)).rejects.toMatchObject({
      code: 'HTTP_NETWORK',
      retryable: true,
    })
  })

  test('a step without a connection says so before anything is run', async () => {
    const sent = network(() => Response.json({}))
    await expect(
      run('slack@0.17.9+community', 'send_channel_message', { channel: 'C1' }),
    ).rejects.toMatchObject({
      code: 'CONNECTION_MISSING',
    })
    expect(sent).toEqual([])
  })

  test('an input that does not fit is refused by our own rules', async () => {
    await expect(
      run('delay@0.3.26+community', 'delayFor', { unit: 'hours', delayFor: 'x' }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { finderOf } from '../src/community/find.ts'
import { seal } from '../src/connection/seal.ts'
import { openDb } from '../src/db/client.ts'
import { insertConnection } from '../src/db/connections.ts'
import { lookAmong } from '../src/piece/registry.ts'
import { tick } from '../src/schedule/tick.ts'
import { pin } from './support/acme-piece.ts'
import { addWorkflow, api, call } from './support/api.ts'
import { loadPublished } from './support/community.ts'
import { payloadsOf } from './support/runs-of.ts'

/** Exported flows, as Activepieces writes them, with community pieces as they were published. */

const VERSIONS: Readonly<Record<string, string>> = {
  webhook: '0.1.29',
  slack: '0.17.9',
  'data-mapper': '0.3.15',
  store: '0.6.20',
  delay: '0.3.26',
  subflows: '0.6.3',
  'google-sheets': '0.2.0',
  discord: '0.2.0',
  hackernews: '0.2.0',
}

interface Exported {
  name: string
  [field: string]: unknown
}

const settings = (piece: string, part: Record<string, string>, input: Record<string, unknown>) => ({
  pieceName: `@activepieces/piece-${piece}`,
  // Only what is no piece of ours is found by its plain version.
  pieceVersion: piece === 'hackernews' ? VERSIONS[piece] : pin(VERSIONS[piece] ?? ''),
  ...part,
  input,
  propertySettings: {},
})

const step = (name: string, piece: string, actionName: string, input: Record<string, unknown>): Exported => ({
  name,
  displayName: name,
  type: 'PIECE',
  valid: true,
  settings: settings(piece, { actionName }, input),
})

/** A flow whose steps follow one another. */
function flow(piece: string, triggerName: string, input: Record<string, unknown>, ...steps: Exported[]) {
  const first = steps.reduceRight<Exported | undefined>(
    (nextAction, each) => (nextAction ? { ...each, nextAction } : each),
    undefined,
  )
  const trigger = {
    name: 'trigger',
    displayName: 'Trigger',
    type: 'PIECE_TRIGGER',
    valid: true,
    settings: settings(piece, { triggerName }, input),
    nextAction: first,
  }
  return { displayName: 'Exported', schemaVersion: '21', valid: true, trigger }
}

const caught = (...steps: Exported[]) => flow('webhook', 'catch_webhook', { authType: 'none' }, ...steps)

let sent: { url: string; body: string; headers: Headers }[] = []
let sheet: string[][] = []
const to = (part: string) => sent.filter(({ url }) => url.includes(part))

beforeEach(() => {
  sent = []
  lookAmong(finderOf(env, loadPublished(VERSIONS)))
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const { url, headers } = request
    sent.push({ url, headers, body: new TextDecoder().decode(await request.arrayBuffer()) })
    if (url.includes('topstories')) return Response.json([7, 8])
    if (url.includes('/item/')) return Response.json({ title: `Story ${/(\d+)\.json/.exec(url)?.[1]}` })
    if (url.includes('sheets.googleapis.com')) {
      return Response.json({ values: sheet, sheets: [{ properties: { sheetId: 1, title: 'One' } }] })
    }
    return Response.json({ ok: true, ts: '1.2', channel: 'C1', message: {} })
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const JSON_TYPE = { 'content-type': 'application/json' }
const runOf = async (id: string | null) => (await api('GET', `/v1/workflow/executions/${id}`)).body
const ended = (id: string | null) =>
  vi.waitFor(
    async () => {
      const run = await runOf(id)
      if (['QUEUED', 'RUNNING', 'PAUSED'].includes(run.status)) throw new Error(run.status)
      return run
    },
    { timeout: 10_000 },
  )

test('stories are fetched, mapped and posted, and the caller is answered', async () => {
  const id = await addWorkflow(
    caught(
      step('step_1', 'hackernews', 'fetch_top_stories', { number_of_stories: '{{trigger.body.n}}' }),
      step('step_2', 'data-mapper', 'advanced_mapping', { mapping: { first: '{{step_1[0].title}}' } }),
      step('step_3', 'discord', 'send_message_webhook', {
        webhook_url: 'https://discord.com/api/webhooks/1/abc',
        content: '{{step_2.first}}',
      }),
      step('step_4', 'webhook', 'return_response', {
        responseType: 'json',
        fields: { status: 201, body: { told: '{{step_2.first}}', of: '{{step_1.length}}' } },
        respond: 'stop',
      }),
    ),
  )
  const answer = await call('POST', `/webhooks/${id}/sync`, '{"n":2}', JSON_TYPE)
  expect([answer.status, answer.body]).toEqual([201, { told: 'Story 7', of: 2 }])
  expect(to('discord.com')).toMatchObject([{ body: '{"content":"Story 7"}' }])
  const run = await ended(answer.headers.get('x-run-id'))
  expect(run.status).toBe('SUCCEEDED')
})

test('new rows of a sheet are counted and told, each once', async () => {
  sheet = [['a', '1']]
  const id = await addWorkflow(
    flow(
      'google-sheets',
      'new_row_added',
      { auth: await googleLogin(), spreadsheet_id: 'sheet_1', sheet_id: 1 },
      step('step_1', 'store', 'put', { key: 'last', value: '{{trigger.value[0]}}', store_scope: 'RUN' }),
      step('step_2', 'store', 'get', { key: 'last', store_scope: 'RUN' }),
      step('step_3', 'discord', 'send_message_webhook', {
        webhook_url: 'https://discord.com/api/webhooks/1/abc',
        content: '{{step_2}}',
      }),
    ),
  )
  await tick(env, Date.now() + 6 * 60_000)
  sheet = [...sheet, ['b', '2'], ['c', '3']]
  await tick(env, Date.now() + 12 * 60_000)
  await tick(env, Date.now() + 18 * 60_000)
  expect(new Set(await payloadsOf(id, 2))).toEqual(new Set([{ value: ['b', '2'] }, { value: ['c', '3'] }]))
  await vi.waitFor(() => expect(to('discord.com')).toHaveLength(2), { timeout: 10_000 })
  expect(to('sheets.googleapis.com')[0]?.headers.get('authorization')).toBe('Bearer google-token-123')
  expect(to('discord.com').map(({ body }) => body)).toEqual(
    expect.arrayContaining(['{"content":"b"}', '{"content":"c"}']),
  )
})

/** A login as the callback of Google's would have kept it. */
async function googleLogin(): Promise<string> {
  const id = 'conn_google_sheets'
  const value = {
    type: 'OAUTH2',
    access_token: 'google-token-123',
    token_type: 'Bearer',
    claimed_at: Math.floor(Date.now() / 1000),
    expires_in: 360_000,
    scope: '',
    token_url: 'https://oauth2.googleapis.com/token',
    client_id: 'client',
    grant_type: 'authorization_code',
    authorization_method: 'BODY',
    data: {},
  }
  const at = Date.now()
  await insertConnection(openDb(env.DB), {
    id,
    pieceName: 'google-sheets',
    displayName: 'Sheets',
    type: 'OAUTH2',
    secret: await seal(env, value, id),
    status: 'ACTIVE',
    createdAt: at,
    updatedAt: at,
  } as Parameters<typeof insertConnection>[1])
  return `{{connections['${id}']}}`
}

test('a caller is answered, a day passes, the next request resumes, and another flow is called', async () => {
  const child = await addWorkflow({
    displayName: 'Child',
    schemaVersion: '21',
    trigger: {
      name: 'trigger',
      displayName: 'Callable',
      type: 'PIECE_TRIGGER',
      settings: {
        pieceName: 'subflows',
        triggerName: 'callableFlow',
        input: { mode: 'simple', exampleData: { sampleData: {} } },
      },
      nextAction: {
        name: 'step_1',
        displayName: 'Return',
        type: 'PIECE',
        settings: {
          pieceName: 'subflows',
          actionName: 'returnResponse',
          input: { mode: 'simple', response: { response: { doubled: '{{trigger.data.n * 2}}' } } },
        },
      },
    },
  } as never)
  const id = await addWorkflow(
    caught(
      step('step_1', 'webhook', 'return_response_and_wait_for_next_webhook', {
        responseType: 'json',
        fields: { body: { asked: '{{trigger.body.n}}' } },
      }),
      step('step_2', 'subflows', 'callFlow', {
        flowId: child,
        mode: 'simple',
        flowProps: { payload: { n: '{{step_1.body.n}}' } },
        waitForResponse: true,
      }),
      step('step_3', 'delay', 'delayFor', { unit: 'seconds', delayFor: 11 }),
    ),
  )
  const first = await call('POST', `/webhooks/${id}/sync`, '{"n":1}', JSON_TYPE)
  expect([first.status, first.body]).toEqual([200, { asked: 1 }])
  const link = new URL(first.headers.get('x-activepieces-resume-webhook-url') ?? '')
  const runId = first.headers.get('x-run-id')
  const path = link.pathname.replace(/\/sync$/, '')
  expect((await call('POST', path, '{"n":21}', JSON_TYPE)).status).toBe(200)
  const waiting = await vi.waitFor(
    async () => {
      const run = await runOf(runId)
      if (run.steps.step_3?.status !== 'PAUSED')
        throw new Error(`${run.status} ${JSON.stringify(run.error)} ${JSON.stringify(run.steps.step_2)}`)
      return run
    },
    { timeout: 10_000 },
  )
  expect(waiting.steps.step_1.output).toMatchObject({ body: { n: 21 } })
  expect(waiting.steps.step_2.output).toEqual({ status: 'success', data: { doubled: 42 } })
  expect(waiting.status).toBe('PAUSED')
})

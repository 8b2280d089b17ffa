import {
  type FlowOperationRequest,
  flowOperations,
  flowStructureUtil,
  SharedTemplate,
} from '@activepieces/shared'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../../test/support/arbitrary-definition.ts'
import {
  chain,
  code,
  definition,
  emptyTrigger,
  loop,
  piece,
  pieceTrigger,
  router,
  when,
} from '../../../test/support/definitions.ts'
import { catalogueFor } from '../../piece/rules.ts'
import { readWorkflow } from '../import/read.ts'
import type { Definition } from '../schema.ts'
import { steps } from '../walk.ts'
import { type ExportFile, exportFile } from './export.ts'

const CHANGED_AT = '2026-03-03T10:00:00.000Z'

async function exported(made: Definition): Promise<ExportFile> {
  return exportFile(made, await catalogueFor(made), CHANGED_AT)
}

/** What a file becomes when it was sent and read. */
function imported(file: ExportFile): Definition {
  const read = readWorkflow(JSON.parse(JSON.stringify(file)))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  expect(read.value.changes).toEqual([])
  return read.value.definition
}

/** A definition with all that a file fills in because others insist on it. */
function completed(made: Definition): Definition {
  const filled = structuredClone(made)
  for (const { step } of steps(filled)) {
    Object.assign(step, { valid: step.type !== 'EMPTY', lastUpdatedDate: CHANGED_AT })
    if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
    step.settings.pieceName = `@activepieces/piece-${step.settings.pieceName}`
    step.settings.propertySettings = {}
  }
  return filled
}

describe('an exported workflow that is imported', () => {
  test('is the same definition', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDefinition({ onFailure: true }), async (made) => {
        expect(imported(await exported(made))).toEqual(completed(made))
      }),
      { numRuns: 300, seed: 30 },
    )
  })

  test('and exported again is the same file, secrets and connections included', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDefinition(),
        fc.array(fc.constantFrom('a', 'b', 'http', 'x_2')),
        async (made, ids) => {
          for (const [index, { step }] of [...steps(made)].entries()) {
            if (step.type !== 'PIECE' && step.type !== 'CODE') continue
            step.settings.input = {
              auth: `{{connections['${ids[index] ?? 'c'}']}}`,
              headers: { authorization: 'Bearer abc' },
            }
          }
          const file = await exported(made)
          const again = await exported(imported(file))
          expect({ ...again, blanked: file.blanked }).toEqual(file)
          expect(again.blanked).toEqual([])
        },
      ),
      { numRuns: 100, seed: 31 },
    )
  })

  test('keeps what only we know: failure branches, retries, timeouts, concurrency, settings of the workflow', async () => {
    const onFailure = code('step_2', 'x')
    const made = definition(
      pieceTrigger('webhook', 'catch_webhook'),
      chain(
        piece('step_1', 'http', 'send_request', { url: 'x' }, null, {
          onFailure,
          retry: { maxAttempts: 3 },
          timeoutSeconds: 5,
        }),
        loop('step_3', '{{trigger.items}}', code('step_4', 'x'), null, { concurrency: 4 }),
      ),
      { deadlineSeconds: 5, fallbackAnswer: 'One moment.' },
    )
    expect(imported(await exported(made))).toEqual(completed(made))
  })
})

describe('Activepieces', () => {
  test('takes the file as a shared template, and its import gives the same tree', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDefinition(), async (made) => {
        const file = await exported(made)
        const { flows } = SharedTemplate.parse(file)
        const [flow] = flows ?? []
        const empty = {
          displayName: 'Empty',
          trigger: { name: 'trigger', type: 'EMPTY', valid: false, displayName: '', settings: {} },
          ...{
            id: 'v',
            flowId: 'f',
            state: 'DRAFT',
            valid: false,
            notes: [],
            agentIds: [],
            connectionIds: [],
          },
        }
        const operation = { type: 'IMPORT_FLOW', request: { ...flow, trigger: file.flows[0].trigger } }
        const { trigger } = flowOperations.apply(empty as never, operation as FlowOperationRequest)
        const theirs = flowStructureUtil.getAllSteps(trigger)
        expect(theirs.map(({ name, type, valid }) => [name, type, valid]).sort()).toEqual(
          Array.from(steps(made), ({ step }) => [step.name, step.type, true]).sort(),
        )
      }),
      { numRuns: 100, seed: 32 },
    )
  })

  test('finds every piece by its package, at a version', async () => {
    const { pieceVersion: _, ...settings } = piece('step_1', 'http', 'send_request').settings
    const first = { ...piece('step_1', 'http', 'send_request'), settings }
    const made = definition(
      pieceTrigger('@acme/piece-crm', 'new_deal'),
      chain(first, piece('step_2', '@activepieces/piece-http', 'send_request')),
    )
    const file = await exported(made)
    expect(file.pieces).toEqual(['@acme/piece-crm', '@activepieces/piece-http'])
    expect(JSON.stringify(file.flows)).toContain('"pieceVersion":"0.1.0"')
  })

  test('is told nothing of a trigger that is not chosen', async () => {
    const file = await exported(definition(emptyTrigger()))
    expect(SharedTemplate.safeParse(file).success).toBe(true)
    expect(file).toMatchObject({
      name: 'Test workflow',
      pieces: [],
      schemaVersion: '21',
      flows: [{ valid: false }],
    })
  })
})

describe('connections', () => {
  test('are named by their pieces, and by a number where a piece has several', async () => {
    const made = definition(
      pieceTrigger('slack', 'new_message', { auth: "{{connections['prod slack']}}" }),
      chain(
        piece('step_1', '@activepieces/piece-slack', 'send', {
          auth: '{{connections.other}}',
          text: "{{connections['x'].a}}",
        }),
        code('step_2', 'x', {
          token: "{{connections['prod slack'].access_token}}",
          odd: '{{connections[trigger.x]}}',
        }),
        router('step_3', [{ name: 'a', when: [[when("{{connections?.['only_code'].a}}", 'EXISTS')]] }]),
      ),
    )
    const file = await exported(made)
    expect(file.connections).toEqual([
      { key: 'slack', piece_name: 'slack' },
      { key: 'slack_2', piece_name: 'slack' },
      { key: 'slack_3', piece_name: 'slack' },
      { key: 'connection', piece_name: null },
    ])
    const text = JSON.stringify(file.flows)
    for (const id of ['prod slack', 'other', 'only_code']) expect(text).not.toContain(id)
    const [, one, two, three] = Array.from(steps(imported(file)), ({ step }) => step.settings)
    expect(one).toMatchObject({
      input: { auth: "{{connections['slack_2']}}", text: "{{connections['slack_3'].a}}" },
    })
    expect(two).toMatchObject({
      input: { token: "{{connections['slack'].access_token}}", odd: '{{connections[trigger.x]}}' },
    })
    expect(three).toMatchObject({
      branches: [{ conditions: [[{ firstValue: "{{connections?.['connection'].a}}" }]] }],
    })
  })
})

describe('secrets', () => {
  const secret = 'sk-live-7f3a'

  test.each<[string, Record<string, unknown>, string[], Record<string, unknown>]>([
    [
      'a secret field of a piece',
      { url: 'x', authType: 'BEARER_TOKEN', authFields: { token: secret, username: 'ana' } },
      ['authFields.token'],
      { url: 'x', authType: 'BEARER_TOKEN', authFields: { token: '', username: 'ana' } },
    ],
    [
      'such a field in JSON text',
      { authFields: `{"token":"${secret}","username":"ana"}` },
      ['authFields'],
      { authFields: '{"token":"","username":"ana"}' },
    ],
    [
      'a name in JSON text inside',
      { body: { data: `[{"apiKey": "${secret}"}, {"a": "{{trigger.a}}"}]` } },
      ['body.data'],
      { body: { data: '[{"apiKey":""},{"a":"{{trigger.a}}"}]' } },
    ],
    [
      'a name in text that becomes JSON in a run',
      {
        body: { data: `{"n": {{trigger.n}}, "password" : "${secret}"}` },
        queryParams: '{"n": {{trigger.n}}}',
      },
      ['body.data'],
      { body: { data: '' }, queryParams: '{"n": {{trigger.n}}}' },
    ],
    [
      'a name in text that nests without end',
      { body: `${'['.repeat(50_000)}{"token":"${secret}"}${']'.repeat(50_000)}` },
      ['body'],
      { body: '' },
    ],
    [
      'a header',
      { headers: { Authorization: `Bearer ${secret}`, 'X-API-Key': secret, Accept: 'a/b' } },
      ['headers.Authorization', 'headers.X-API-Key'],
      { headers: { Authorization: '', 'X-API-Key': '', Accept: 'a/b' } },
    ],
    [
      'a name that speaks of one, in lists and objects',
      { body: { data: [{ client_secret: secret }, { password: { now: secret, before: [secret, 7] } }] } },
      [
        'body.data[0].client_secret',
        'body.data[1].password.now',
        'body.data[1].password.before[0]',
        'body.data[1].password.before[1]',
      ],
      { body: { data: [{ client_secret: '' }, { password: { now: '', before: ['', ''] } }] } },
    ],
    [
      'credentials in place of a connection',
      { auth: { user: 'ana', pass: secret } },
      ['auth.user', 'auth.pass'],
      { auth: { user: '', pass: '' } },
    ],
    [
      'one beside an expression',
      { headers: { authorization: `${secret}{{trigger.x}}` } },
      ['headers.authorization'],
      { headers: { authorization: '' } },
    ],
  ])('%s is blanked and listed', async (_what, input, paths, kept) => {
    const file = await exported(definition(emptyTrigger(), piece('step_1', 'http', 'send_request', input)))
    expect(file.blanked).toEqual(paths.map((path) => ({ step: 'step_1', path: `settings.input.${path}` })))
    expect(imported(file).trigger.nextAction?.settings).toMatchObject({ input: kept })
    expect(JSON.stringify(file)).not.toContain(secret)
  })

  test('of a trigger, a step of an unknown piece and a code step are blanked too', async () => {
    const made = definition(
      pieceTrigger('webhook', 'catch_webhook', {
        authType: 'hmac',
        authFields: { hmacHeaderName: 'x-sig', hmacSecret: secret },
      }),
      chain(piece('step_1', 'crm', 'find', { apiKey: secret }), code('step_2', 'x', { token: secret })),
    )
    const file = await exported(made)
    expect(file.blanked).toEqual([
      { step: 'trigger', path: 'settings.input.authFields.hmacSecret' },
      { step: 'step_1', path: 'settings.input.apiKey' },
      { step: 'step_2', path: 'settings.input.token' },
    ])
    expect(JSON.stringify(file)).not.toContain(secret)
  })

  test('that are only named by expressions stay', async () => {
    const input = {
      auth: "{{connections['http']}}",
      headers: { authorization: 'Bearer {{trigger.token}}', cookie: '' },
      authFields: { token: "{{connections['http'].a}}:{{step_1.b}}" },
    }
    const file = await exported(definition(emptyTrigger(), piece('step_1', 'http', 'send_request', input)))
    expect(file.blanked).toEqual([])
    expect(imported(file).trigger.nextAction?.settings).toMatchObject({ input })
  })

  test('and data of tests, and branches that nobody looks through, are not in the file', async () => {
    const step = code('step_1', 'x')
    const made = definition(emptyTrigger(), {
      ...step,
      settings: { ...step.settings, sampleData: { output: { phone: secret } } },
      continueOnFailureBranches: { onFailure: piece('step_2', 'crm', 'find', { apiKey: secret }) },
    })
    expect(JSON.stringify(await exported(made))).not.toContain(secret)
    expect(JSON.stringify(made)).toContain(secret)
  })
})

import subflowsCode from '@activepieces/piece-subflows/src/index.js?raw'
import { beforeAll, expect, test, vi } from 'vitest'
import { addWorkflow, api, call, worker } from '../../test/support/api.ts'
import { tarballOf } from '../../test/support/tarball.ts'

const SUBFLOWS = '@activepieces/piece-subflows'
const VERSION = '0.6.3'
const THEIRS = `${VERSION}+community`

beforeAll(async () => {
  const manifest = { name: SUBFLOWS, version: VERSION, main: './src/index.js', dependencies: {} }
  const response = await worker.fetch('http://patchcord.test/v1/workflow/piece', {
    method: 'POST',
    headers: { authorization: 'Bearer test-admin-token', 'content-type': 'application/gzip' },
    body: await tarballOf({ 'package.json': JSON.stringify(manifest), 'src/index.js': subflowsCode }),
  })
  expect(response.status).toBe(201)
})

/** A step of either "Subflows", which have the same fields but for what the called workflow is named in. */
const subflow = (pieceVersion: string, actionName: string, input: object, nextAction?: object) => ({
  name: 'step_1',
  type: 'PIECE',
  displayName: actionName,
  settings: { pieceName: SUBFLOWS, pieceVersion, actionName, input: { mode: 'simple', ...input } },
  ...(nextAction && { nextAction }),
})

function callable(displayName: string, nextAction: object) {
  const input = { mode: 'simple', exampleData: { sampleData: { n: 1 } } }
  const settings = { pieceName: SUBFLOWS, pieceVersion: THEIRS, triggerName: 'callableFlow', input }
  const trigger = { name: 'trigger', type: 'PIECE_TRIGGER', displayName: 'Called', settings, nextAction }
  return addWorkflow({ displayName, trigger })
}

/** What a caller of the workflow `id` comes to. */
async function calledFrom(id: string, pieceVersion: string) {
  const input = {
    ...{ flow: id, flowId: id, flowProps: { payload: { n: '{{trigger.body.n}}' } } },
    waitForResponse: true,
  }
  const parent = await addWorkflow({
    displayName: `Calls by ${pieceVersion}`,
    trigger: {
      name: 'trigger',
      type: 'PIECE_TRIGGER',
      displayName: 'A request',
      settings: { pieceName: 'webhook', triggerName: 'catch_webhook', input: { authType: 'none' } },
      nextAction: subflow(pieceVersion, 'callFlow', input),
    },
  })
  await call('POST', `/webhooks/${parent}`, { n: 7 }, { 'content-type': 'application/json' })
  return vi.waitFor(async () => {
    const { body: found } = await api('GET', `/v1/workflow/${parent}/executions`)
    const { body } = await api('GET', `/v1/workflow/executions/${found.data[0].id}`)
    expect(body.status).toMatch(/SUCCEEDED|FAILED/)
    return { status: body.status, step: body.steps.step_1 }
  }, 25_000)
}

test.each([THEIRS, 'ours'])(
  "a workflow of the community's trigger replies to the Call Flow of %s",
  async (by) => {
    const pieceVersion = by === 'ours' ? '0.1.0' : by
    const response = { response: { doubled: '{{trigger.data.n}}' } }
    const id = await callable('Replies', subflow(THEIRS, 'returnResponse', { response }))
    const { status, step } = await calledFrom(id, pieceVersion)
    expect([status, step.output]).toEqual(['SUCCEEDED', { status: 'success', data: { doubled: 7 } }])
  },
)

test.each([THEIRS, 'ours'])(
  'a workflow that fails fails the Call Flow of %s that waits for it',
  async (by) => {
    const sourceCode = {
      code: "export const code = () => { throw new Error('out of stock') }",
      packageJson: '{}',
    }
    const fails = { name: 'step_1', type: 'CODE', displayName: 'Fails', settings: { sourceCode, input: {} } }
    const { status, step } = await calledFrom(await callable('Fails', fails), by === 'ours' ? '0.1.0' : by)
    expect(status).toBe('FAILED')
    expect(step.error.message).toContain('out of stock')
  },
)

import { beforeAll, expect, test, vi } from 'vitest'
import { addAgent, type TestAgent } from '../../test/support/agents.ts'
import { addDraft, addWorkflow, api, call } from '../../test/support/api.ts'
import { chain, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'

// Campaigns as the steps of a real run reach them, on the simulated network.

const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const ALWAYS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }]

let agent: TestAgent
beforeAll(async () => {
  agent = await addAgent([], { provider: 'simulator' })
})

async function started(id: string, body: object): Promise<string> {
  const { headers } = await call('POST', `/webhooks/${id}`, body, { 'content-type': 'application/json' })
  return headers.get('x-run-id') ?? ''
}

const ended = (runId: string) =>
  vi.waitFor(
    async () => {
      const { body } = await api('GET', `/v1/workflow/executions/${runId}`)
      if (!['SUCCEEDED', 'FAILED'].includes(body.status)) throw new Error(body.status)
      return body
    },
    { timeout: 20_000, interval: 100 },
  )

const standing = async (): Promise<string> => {
  const settings = { name: 'Standing', agent: agent.id, keep_open: true, rules: { windows: ALWAYS } }
  const { body } = await api('POST', '/v1/campaigns', settings)
  return body.id
}

test('a workflow calls a list, waits until it is done, and goes on with what came of it', async () => {
  const input = {
    rows: '{{trigger.body.people}}',
    agent: agent.id,
    windows: ALWAYS,
    calls_per_minute: 600,
    max_attempts: 1,
    wait_for_end: true,
  }
  const steps = chain(
    piece('list', 'calling', 'call_list', input),
    piece('progress', 'calling', 'campaign_progress', { campaign: '{{list.campaign_id}}' }),
  )
  const id = await addWorkflow(definition(webhook, steps))
  const people = [{ phone: '+34600000110', name: 'Ana' }, { phone: '+34600000291' }, { phone: 'nobody' }]
  const run = await ended(await started(id, { people }))
  expect(run.steps.list).toMatchObject({
    status: 'SUCCEEDED',
    output: {
      added: 3,
      skipped: 1,
      progress: {
        status: 'DONE',
        done: { answered: 1 },
        failed: { busy: 1 },
        skipped: { number_invalid: 1 },
      },
    },
  })
  expect(run.steps.progress.output).toMatchObject({ status: 'DONE', rows: 3 })
})

test('a list without anybody in it makes no campaign and waits for nothing', async () => {
  const input = { rows: '{{trigger.body.people}}', agent: agent.id, wait_for_end: true }
  const id = await addWorkflow(definition(webhook, piece('list', 'calling', 'call_list', input)))
  const run = await ended(await started(id, { people: [] }))
  expect(run.steps.list.output).toMatchObject({ campaign_id: null, added: 0 })
})

test('steps add to a standing campaign and control it; the next run may add the same number again', async () => {
  const campaign = await standing()
  const steps = chain(
    piece('add', 'calling', 'add_to_campaign', { campaign, number: '+34600000310' }),
    piece('dial', 'diga', 'makeCall', { from: agent.id, to: '+34600000311', campaign }),
    piece('start', 'calling', 'control_campaign', { campaign, command: 'start' }),
  )
  const id = await addWorkflow(definition(webhook, steps))
  const runs = [await ended(await started(id, {})), await ended(await started(id, {}))]
  expect(runs.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  expect(runs[0].steps.dial.output).toMatchObject({
    status: 'queued',
    campaign_id: campaign,
    agent_id: agent.id,
  })
  const { body } = await api('GET', `/v1/campaigns/${campaign}/rows`)
  expect(body.data.map(({ number }: { number: string }) => number)).toEqual([
    '+34600000310',
    '+34600000311',
    '+34600000310',
    '+34600000311',
  ])
})

test('what can not be waited for is refused', async () => {
  const input = { rows: ['+34600000410'], campaign: await standing(), wait_for_end: true }
  const id = await addWorkflow(definition(webhook, piece('list', 'calling', 'call_list', input)))
  const run = await ended(await started(id, {}))
  expect(run.steps.list.error.code).toBe('CAMPAIGN_STANDING')
})

test('a test of a draft calls nobody and adds nothing', async () => {
  const campaign = await standing()
  const steps = chain(
    piece('add', 'calling', 'add_to_campaign', { campaign, number: '+34600000510' }),
    piece('list', 'calling', 'call_list', {
      rows: ['+34600000511', 'x'],
      agent: agent.id,
      wait_for_end: true,
    }),
    piece('start', 'calling', 'control_campaign', { campaign, command: 'start' }),
  )
  const id = await addDraft(definition(webhook, steps))
  const { body } = await api('POST', `/v1/workflow/${id}/test`, { payload: { body: {} } })
  expect(body.success).toBe(true)
  expect(body.steps.list.output).toMatchObject({ campaign_id: null, added: 2, skipped: 1 })
  const after = (await api('GET', `/v1/campaigns/${campaign}`)).body.progress
  expect([after.status, after.rows]).toEqual(['DRAFT', 0])
})

test('the builder is offered the campaigns that are there', async () => {
  const campaign = await standing()
  const ask = (piece_name: string, step_name: string) =>
    api('POST', `/v1/workflow/piece/${piece_name}/options`, {
      step_type: 'ACTION',
      step_name,
      property: 'campaign',
    })
  for (const [piece_name, step_name] of [
    ['calling', 'add_to_campaign'],
    ['calling', 'control_campaign'],
    ['diga', 'makeCall'],
  ] as const) {
    const { body } = await ask(piece_name, step_name)
    expect(body.disabled).toBe(false)
    expect(body.options).toContainEqual({ value: campaign, label: 'Standing' })
  }
})

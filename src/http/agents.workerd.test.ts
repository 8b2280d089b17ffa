import { env } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test, vi } from 'vitest'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { decrypt } from '../connection/encryption.ts'
import { AgentVersionView, AgentView } from './agent-view.ts'

const preCall = (displayName: string) => ({
  displayName,
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'Pre-call',
    settings: { pieceName: 'diga', triggerName: 'preCall', input: { timeout: 5 } },
    nextAction: {
      name: 'step_1',
      type: 'PIECE',
      displayName: 'Answer',
      settings: {
        pieceName: 'diga',
        actionName: 'returnCallData',
        input: { dynamicVariables: { tier: 'gold' } },
      },
    },
  },
})

const created = async (body: object = {}) => {
  const answer = await api('POST', '/v1/agents', { name: 'Reception', provider: 'generic', ...body })
  expect(answer.status).toBe(201)
  return answer.body
}

test('a new agent shows its address and its secrets, the secrets this once', async () => {
  const agent = await created({ deadline_seconds: 10, phone_number: '+34 600 000 001' })
  expect(agent).toMatchObject({
    name: 'Reception',
    provider: 'generic',
    hook_url: `http://patchcord.test/hooks/generic/${agent.id}`,
    mcp_url: `http://patchcord.test/mcp/${agent.id}`,
    bearer_secret: expect.stringMatching(/^pc_[\w-]{43}$/),
    signing_secret: expect.stringMatching(/^whsec_/),
    phone_number: '+34600000001',
    deadline_seconds: 10,
    flow_ids: [],
  })
  for (const path of [`/v1/agents/${agent.id}`, '/v1/agents?limit=30']) {
    const text = JSON.stringify((await api('GET', path)).body)
    expect(text).toContain(agent.id)
    expect(text).not.toMatch(/whsec_|pc_|secret|hash/i)
  }
})

test('agents and versions are answered as they are declared', async () => {
  const { id } = await created({ flow_ids: [await addWorkflow(preCall('Declared'))] })
  const agent = (await api('GET', `/v1/agents/${id}`)).body
  expect(AgentView.strict().safeParse(agent).error).toBeUndefined()
  const version = (await api('POST', `/v1/agents/${id}/versions`, {})).body
  expect(AgentVersionView.strict().safeParse(version).error).toBeUndefined()
})

test('the signing secret is one that Standard Webhooks libraries take', async () => {
  const { signing_secret } = await created()
  expect(() => new Webhook(signing_secret).sign('msg_1', new Date(), 'x')).not.toThrow()
  expect(Buffer.from(signing_secret.slice(6), 'base64').length).toBeGreaterThanOrEqual(24)
})

test('secrets are stored so that the database alone gives neither of them away', async () => {
  const agent = await created()
  const row = await env.DB.prepare('SELECT * FROM agents WHERE id = ?')
    .bind(agent.id)
    .first<Record<string, string>>()
  expect(JSON.stringify(row)).not.toContain(agent.bearer_secret)
  expect(JSON.stringify(row)).not.toContain(agent.signing_secret.slice(6))
  expect(await decrypt(env.PATCHCORD_ENCRYPTION_KEY, row!.signing_secret!, agent.id)).toBe(
    agent.signing_secret,
  )
})

test('rotating gives two new secrets', async () => {
  const agent = await created()
  const { status, body } = await api('POST', `/v1/agents/${agent.id}/secrets/rotate`)
  expect(status).toBe(200)
  expect(body.bearer_secret).not.toBe(agent.bearer_secret)
  const row = await env.DB.prepare('SELECT * FROM agents WHERE id = ?')
    .bind(agent.id)
    .first<Record<string, string>>()
  expect(await decrypt(env.PATCHCORD_ENCRYPTION_KEY, row!.signing_secret!, agent.id)).toBe(
    body.signing_secret,
  )
})

test('once rotated, the old secret opens nothing and the new one does, at once', async () => {
  const agent = await created()
  let n = 0
  const status = async (secret: string) => {
    const path = `/hooks/generic/${agent.id}/call-finished`
    return (await call('POST', path, { id: `call_${++n}` }, { authorization: `Bearer ${secret}` })).status
  }
  expect(await status(agent.bearer_secret)).toBe(202)
  const { body } = await api('POST', `/v1/agents/${agent.id}/secrets/rotate`)
  expect([await status(agent.bearer_secret), await status(body.bearer_secret)]).toEqual([401, 202])
})

test('workflows are assigned in order, and shown with the variables they give and take', async () => {
  const [one, two] = [await addWorkflow(preCall('One')), await addWorkflow(preCall('Two'))]
  const agent = await created()
  const { body } = await api('PATCH', `/v1/agents/${agent.id}`, { flow_ids: [two, one] })
  expect(body.flow_ids).toEqual([two, one])
  expect(body.flows).toEqual([
    {
      id: two,
      name: 'Two',
      requires_setup: false,
      source_flow_template_id: null,
      status: 'ENABLED',
      flow_category: 'pre_call',
      produced_variables: ['tier'],
      consumed_variables: [],
    },
    {
      id: one,
      name: 'One',
      requires_setup: false,
      source_flow_template_id: null,
      status: 'ENABLED',
      flow_category: 'pre_call',
      produced_variables: ['tier'],
      consumed_variables: [],
    },
  ])
  const listed = (await api('GET', '/v1/agents?limit=30')).body.data.find(
    (each: { id: string }) => each.id === agent.id,
  )
  expect(listed.flow_ids).toEqual([two, one])
  expect((await api('PATCH', `/v1/agents/${agent.id}`, { flow_ids: [] })).body.flow_ids).toEqual([])
})

test('an assigned workflow goes by its published name until it is published again', async () => {
  const id = await addWorkflow(preCall('Published name'))
  await api('PATCH', `/v1/workflow/${id}/rename`, { name: 'Draft name' })
  expect((await created({ flow_ids: [id] })).flows[0].name).toBe('Published name')
})

test('an assignment with a fault is refused by name and changes nothing at all', async () => {
  const id = await addWorkflow(preCall('Kept'))
  const agent = await created({ flow_ids: [id] })
  const unknown = await api('PATCH', `/v1/agents/${agent.id}`, { name: 'New', flow_ids: ['wf_nobody', id] })
  expect([unknown.status, unknown.body.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  expect(unknown.body.message).toContain('wf_nobody')
  const twice = await api('PATCH', `/v1/agents/${agent.id}`, { name: 'New', flow_ids: [id, id] })
  expect(twice.status).toBe(422)
  expect(twice.body.message).toContain(id)
  expect((await api('GET', `/v1/agents/${agent.id}`)).body).toMatchObject({
    name: 'Reception',
    flow_ids: [id],
  })
})

test('a hundred workflows can be assigned at once', async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `wf_many_${n}`)
  await env.DB.batch(
    ids.flatMap((id) => [
      env.DB.prepare(
        "INSERT INTO workflows (id, status, draft_version_id, created_at, updated_at) VALUES (?, 'DISABLED', ?, 0, 0)",
      ).bind(id, `v_${id}`),
      env.DB.prepare(
        "INSERT INTO versions (id, workflow_id, state, definition, name, created_at, updated_at) VALUES (?, ?, 'DRAFT', ?, ?, 0, 0)",
      ).bind(
        `v_${id}`,
        id,
        '{"displayName":"x","trigger":{"name":"trigger","type":"EMPTY","displayName":""}}',
        id,
      ),
    ]),
  )
  expect((await created({ flow_ids: ids })).flow_ids).toEqual(ids)
})

test('a number belongs to one agent', async () => {
  await created({ phone_number: '+34600000042' })
  const other = await created()
  for (const answer of [
    await api('POST', '/v1/agents', { name: 'B', provider: 'generic', phone_number: '+34600000042' }),
    await api('PATCH', `/v1/agents/${other.id}`, { phone_number: '+34 600 000 042' }),
  ]) {
    expect([answer.status, answer.body.error_code]).toEqual([409, 'PHONE_NUMBER_TAKEN'])
  }
})

test('what is null is cleared, what is left out stays', async () => {
  const agent = await created({ deadline_seconds: 7, outbound_url: 'https://example.com/dial' })
  const { body } = await api('PATCH', `/v1/agents/${agent.id}`, { deadline_seconds: null })
  expect(body).toMatchObject({ deadline_seconds: null, outbound_url: 'https://example.com/dial' })
})

test.each([
  [{ nmae: 'New' }, 'name'],
  [{}, 'name'],
  [{ name: '' }, 'name'],
  [{ deadline_seconds: 0 }, 'deadline_seconds'],
  [{ deadline_seconds: 61 }, 'deadline_seconds'],
  [{ deadline_seconds: '5' }, 'deadline_seconds'],
  [{ phone_number: '600 000 001' }, 'phone_number'],
  [{ outbound_url: 'ftp://example.com' }, 'outbound_url'],
  [{ outbound_url: 'nowhere' }, 'outbound_url'],
  [{ flow_ids: 'wf_1' }, 'flow_ids'],
  [{ flow_ids: [1] }, 'flow_ids[0]'],
])('the change %j is refused and names the field', async (change, field) => {
  const agent = await created()
  const { status, body } = await api('PATCH', `/v1/agents/${agent.id}`, change)
  expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(body.message).toContain(field)
})

test('an unknown provider is refused with those there are, an unknown agent is not found', async () => {
  const { status, body } = await api('POST', '/v1/agents', { name: 'A', provider: 'carrier-pigeon' })
  expect(status).toBe(422)
  expect(body.message).toMatch(/provider must be .*generic/)
  expect((await api('GET', '/v1/agents/agent_nobody')).body.error_code).toBe('AGENT_NOT_FOUND')
  expect((await api('PATCH', '/v1/agents/agent_nobody', { name: 'x' })).status).toBe(404)
})

const functionTaking = (displayName: string, variable: string) => ({
  displayName,
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'Function',
    settings: {
      pieceName: 'diga',
      triggerName: 'functionCall',
      input: {
        description: 'Does it.',
        parameters: [
          { name: 'x', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: variable },
        ],
      },
    },
    nextAction: {
      name: 'step_1',
      type: 'PIECE',
      displayName: 'Answer',
      settings: {
        pieceName: 'diga',
        actionName: 'returnResponse',
        input: { responseType: 'text', content: 'Hi' },
      },
    },
  },
})

test('an agent tells which variables its running workflows give and take, each once', async () => {
  const [gives, again, takes, off] = [
    await addWorkflow(preCall('Gives')),
    await addWorkflow(preCall('Gives too')),
    await addWorkflow(functionTaking('Takes', 'city')),
    await addWorkflow(functionTaking('Off', 'country')),
  ]
  await api('PATCH', `/v1/workflow/${off}/status`, { status: 'DISABLED' })
  const agent = await created({ flow_ids: [gives, again, takes, off] })
  expect(agent).toMatchObject({ produced_variables: ['tier'], consumed_variables: ['city'] })
  expect(agent.flows[3]).toMatchObject({ status: 'DISABLED', consumed_variables: ['country'] })
})

test('a workflow with errors or with placeholders of its template is still to be set up', async () => {
  const { id: broken } = (await api('POST', '/v1/workflow/', { name: 'No trigger' })).body
  const filled = preCall('Placeholders')
  Object.assign(filled.trigger.nextAction.settings.input.dynamicVariables, { tier: '<<tier>>' })
  const template = await addWorkflow(filled)
  await env.DB.prepare("UPDATE workflows SET template_id = 'tpl_1' WHERE id = ?").bind(template).run()
  const { flows } = await created({ flow_ids: [broken, template, await addWorkflow(preCall('Ready'))] })
  expect(
    flows.map((flow: { requires_setup: boolean; source_flow_template_id: string | null }) => [
      flow.requires_setup,
      flow.source_flow_template_id,
    ]),
  ).toEqual([
    [true, null],
    [true, 'tpl_1'],
    [false, null],
  ])
})

test('agents are listed by platform, by text in the name and by workflow', async () => {
  const flow = await addWorkflow(preCall('Listed'))
  const [one, two] = [
    await created({ name: '100%_mine', flow_ids: [flow] }),
    await created({ name: '1000 mine', provider: 'simulator' }),
  ]
  const listed = async (query: string) => {
    const { data } = (await api('GET', `/v1/agents?limit=30&${query}`)).body
    return data.map(({ id }: { id: string }) => id)
  }
  expect(await listed('search=MINE')).toEqual([two.id, one.id])
  expect(await listed(`search=${encodeURIComponent('100%_')}`)).toEqual([one.id])
  expect(await listed('search=mine&provider=simulator')).toEqual([two.id])
  expect(await listed(`flow_id=${flow}`)).toEqual([one.id])
  await api('PATCH', `/v1/agents/${one.id}`, { flow_ids: [] })
  expect(await listed(`flow_id=${flow}`)).toEqual([])
  const { status, body } = await api('GET', '/v1/agents?provider=pigeon')
  expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
})

describe('an agent that was deleted', async () => {
  const flow = await addWorkflow(preCall('Before'))
  const agent = await created({ phone_number: '+34600000050', flow_ids: [flow] })
  const hook = (secret: string) =>
    call(
      'POST',
      `/hooks/generic/${agent.id}/pre-call`,
      { id: 'call_1' },
      { authorization: `Bearer ${secret}` },
    )
  const before = await hook(agent.bearer_secret)
  const deleted = await api('DELETE', `/v1/agents/${agent.id}`)

  test('tells its platform so at once, and a stranger nothing', async () => {
    expect([before.status, deleted.status]).toEqual([200, 204])
    const answer = await hook(agent.bearer_secret)
    expect([answer.status, answer.body.error_code]).toEqual([404, 'AGENT_NOT_FOUND'])
    expect((await hook('wrong')).status).toBe(401)
  })

  test('is not found and not listed', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/tools'],
      ['GET', '/versions'],
      ['POST', '/secrets/rotate'],
    ] as const) {
      const answer = await api(
        method,
        `/v1/agents/${agent.id}${path}`,
        method === 'PATCH' ? { name: 'x' } : undefined,
      )
      expect([path, answer.status, answer.body.error_code]).toEqual([path, 404, 'AGENT_NOT_FOUND'])
    }
    const { data } = (await api('GET', '/v1/agents?limit=30')).body
    expect(data.map(({ id }: { id: string }) => id)).not.toContain(agent.id)
  })

  test('leaves its calls and runs readable, and its number free', async () => {
    const run = before.headers.get('x-run-id')
    expect((await api('GET', `/v1/workflow/executions/${run}`)).body.status).toBe('SUCCEEDED')
    await vi.waitFor(async () => {
      const { data } = (await api('GET', `/v1/call/?agent_id=${agent.id}`)).body
      expect(data).toMatchObject([{ agent_id: agent.id }])
    })
    expect((await created({ phone_number: '+34600000050' })).phone_number).toBe('+34600000050')
  })
})

test('the functions of an agent are described in the formats there are', async () => {
  const agent = await created({ flow_ids: [await addWorkflow(functionTaking('Do it', 'city'))] })
  expect((await api('GET', `/v1/agents/${agent.id}/tools`)).body).toMatchObject([{ name: 'Do_it' }])
  expect((await api('GET', `/v1/agents/${agent.id}/tools?format=openai`)).body).toMatchObject([
    { type: 'function', function: { name: 'Do_it' } },
  ])
  const { status, body } = await api('GET', `/v1/agents/${agent.id}/tools?format=toString`)
  expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(body.message).toMatch(/format.*patchcord/)
})

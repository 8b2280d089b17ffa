import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Demo, type DemoLogin, publishWorkflow } from '../../scripts/demo/seed.ts'
import { chain, definition, piece, pieceTrigger } from '../support/definitions.ts'
import { alive, untilGone } from '../support/processes.ts'
import { failToStart, type Server, startServer } from '../support/server.ts'

interface List {
  data: { id: string; name: string; status: string; flow_category: string; flow_ids: string[] }[]
}

interface Execution {
  flowDisplayName: string
  status: string
  steps: Record<string, { displayName: string; status: string; output: unknown; duration: number | null }>
}

interface HookAnswer {
  runs: { run_id: string }[]
  dynamic_variables: Record<string, unknown>
}

interface Call {
  timeline: { type: 'event' | 'run'; name?: string; status?: string }[]
}

const CALLER = { identifier: '+34600000009', contact_type: 'call' }

/** A function that takes longer than it takes to hang up. */
const SLOW = {
  ...definition(
    pieceTrigger('diga', 'functionCall', { description: 'Takes its time.' }),
    chain(
      piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 4 }),
      piece('respond', 'diga', 'returnResponse', { responseType: 'text', content: 'done' }),
    ),
  ),
  displayName: 'slow',
}

/** Runs the simulator against a server, as its npm script does. */
async function simulate(server: Server, state: string, ...args: string[]) {
  const child = spawn(process.execPath, ['scripts/simulate.ts', ...args], {
    env: {
      ...process.env,
      PORT: new URL(server.url).port,
      PATCHCORD_STATE: state,
      PATCHCORD_ADMIN_TOKEN: server.adminToken,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

describe('npm start', () => {
  const state = mkdtempSync(join(tmpdir(), 'patchcord-start-'))
  let server: Server
  let demo: Demo & DemoLogin

  const readDemo = () =>
    parseEnv(readFileSync(join(state, 'demo.env'), 'utf8')) as unknown as Demo & DemoLogin

  const hook = async (path: string, body: unknown) => {
    const response = await fetch(`${demo.PATCHCORD_DEMO_HOOK}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${demo.PATCHCORD_DEMO_BEARER}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return {
      status: response.status,
      run: response.headers.get('x-run-id') ?? '',
      body: (await response.json()) as HookAnswer,
    }
  }

  /** Reads a run once it has ended. */
  const endedRun = async (id: string): Promise<Execution> => {
    while (true) {
      const execution = await server.api<Execution>('GET', `/v1/workflow/executions/${id}`)
      if (!/^(QUEUED|RUNNING|PAUSED)$/.test(execution.status)) return execution
      await sleep(100)
    }
  }

  const stepsOf = ({ steps }: Execution) =>
    Object.entries(steps).map(([name, { status }]) => `${name} ${status}`)

  beforeAll(async () => {
    server = await startServer({ state })
    demo = readDemo()
  })

  afterAll(async () => {
    await server?.stop()
    rmSync(state, { recursive: true })
  })

  test('on an empty folder it seeds an agent with published workflows of every category', async () => {
    const { data } = await server.api<List>('GET', '/v1/workflow/?limit=30')
    expect(data.map(({ status }) => status)).toEqual(Array(5).fill('ENABLED'))
    const categories = new Map(data.map(({ id, flow_category }) => [id, flow_category]))
    expect(new Set(categories.values())).toEqual(
      new Set(['pre_call', 'during_call', 'post_call', 'call_launcher']),
    )
    const agents = await server.api<List>('GET', '/v1/agents')
    expect(agents.data).toMatchObject([{ id: demo.PATCHCORD_DEMO_AGENT, name: 'Demo agent' }])
    expect(agents.data[0]!.flow_ids.map((id) => categories.get(id))).toEqual([
      'pre_call',
      'during_call',
      'during_call',
      'post_call',
    ])
  })

  test('the secrets of the demo are for their owner only', () => {
    expect(statSync(join(state, 'demo.env')).mode & 0o777).toBe(0o600)
  })

  test('it prints how to log in, and that works', async () => {
    const { PATCHCORD_DEMO_EMAIL: email, PATCHCORD_DEMO_PASSWORD: password } = demo
    const printed = `Log in as ${email} with the password ${password}`
    await vi.waitFor(() => expect(server.output()).toContain(printed))
    const answer = await fetch(`${server.url}/v1/session`, {
      method: 'POST',
      headers: { origin: server.url },
      body: JSON.stringify({ email, password }),
    })
    expect(answer.status).toBe(200)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const who = await fetch(`${server.url}/v1/session`, { headers: { cookie } })
    expect(await who.json()).toMatchObject({
      member: { email, role: 'ADMINISTRATOR' },
      setup_required: false,
    })
  })

  test('a whole call runs the demo, and every run can be read step by step', async () => {
    const call = {
      id: 'call_e2e',
      type: 'inbound',
      contact: CALLER,
      dynamic_variables: { customer_name: 'Ana' },
    }
    const before = await hook('pre-call', call)
    expect(before).toMatchObject({
      status: 200,
      body: {
        abort: false,
        prompt_addition: expect.stringContaining('You speak with Ana.'),
        dynamic_variables: { customer_name: 'Ana', previous_calls: 0 },
      },
    })

    const sunday = { call_id: 'call_e2e', tool_call_id: 't1', arguments: { day: '2030-05-05' } }
    const hours = await hook('tools/check_opening_hours', sunday)
    expect(hours).toMatchObject({ status: 200, body: { day: 'Sunday', open: false } })

    const wish = { call_id: 'call_e2e', tool_call_id: 't2', arguments: { request: 'A table for two' } }
    const logged = await hook('tools/log_request', wish)
    expect(logged).toMatchObject({ status: 202, body: { run_id: logged.run } })

    const messages = [{ role: 'user', content: 'Are you open on Sunday? And is there parking? Thanks.' }]
    const finished = await hook('call-finished', { ...call, status: 'completed', duration: 30, messages })
    expect(finished).toMatchObject({ status: 202, body: { accepted: true, duplicate: false } })

    expect(stepsOf(await endedRun(before.run))).toEqual([
      'trigger SUCCEEDED',
      'step_1 SUCCEEDED',
      'step_2 SUCCEEDED',
      'step_3 SUCCEEDED',
    ])
    expect(stepsOf(await endedRun(hours.run))).toEqual([
      'trigger SUCCEEDED',
      'step_1 SUCCEEDED',
      'step_2 SUCCEEDED',
      'step_3 SUCCEEDED',
    ])
    const { steps: logSteps } = await endedRun(logged.run)
    expect(logSteps.step_1?.output).toEqual([
      { call_id: 'call_e2e', request: 'A table for two', urgent: false },
    ])

    const after = await endedRun(finished.body.runs[0]!.run_id)
    expect(after.status).toBe('SUCCEEDED')
    expect(after.steps.step_2?.output).toEqual({
      words: 10,
      questions: ['Are you open on Sunday?', 'And is there parking?'],
    })
    expect(after.steps.step_3?.output).toMatchObject({ iterations: [{ step_4: {} }, { step_4: {} }] })
    expect(after.steps.step_6).toMatchObject({ displayName: 'Wait two seconds', status: 'SUCCEEDED' })
    expect(after.steps.step_8?.output).toMatchObject({ name: 'Ana', calls: 1 })
  })

  test('the next call of the same caller is greeted by what the last one left', async () => {
    const { body } = await hook('pre-call', { id: 'call_e2e_2', type: 'inbound', contact: CALLER })
    expect(body.dynamic_variables).toEqual({ customer_name: 'Ana', previous_calls: 1 })
  })

  test('the launcher has the simulated platform play a whole call', async () => {
    const response = await fetch(`${demo.PATCHCORD_DEMO_LAUNCHER}/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: '+34600000010' }),
    })
    expect(response.status).toBe(202)
    const { call } = (await response.json()) as { call: { id: string } }
    const runs = async () => {
      const { data } = await server.api<{ data: { id: string; call_id: string }[] }>('GET', '/v1/calls')
      const played = data.find((each) => each.call_id === call.id)
      if (!played) return []
      const { timeline } = await server.api<Call>('GET', `/v1/calls/${played.id}`)
      const ran = timeline.filter(({ type }) => type === 'run')
      return ran.map(({ name, status }) => `${name} ${status}`).sort()
    }
    await expect
      .poll(runs, { timeout: 30_000 })
      .toEqual([
        'After the call SUCCEEDED',
        'Greet the caller SUCCEEDED',
        'check_opening_hours SUCCEEDED',
        'log_request SUCCEEDED',
      ])
  })

  test('an MCP client calls the functions of the demo, and the run outlives a client that hangs up', async () => {
    const slow = await publishWorkflow(server.api, SLOW)
    const { mcp_url, bearer_secret } = await server.api<{ mcp_url: string; bearer_secret: string }>(
      'POST',
      '/v1/agents',
      {
        name: 'MCP',
        provider: 'generic',
        flow_ids: [slow],
      },
    )
    const transport = new StreamableHTTPClientTransport(new URL(`${mcp_url}?call_id=mcp-e2e`), {
      requestInit: { headers: { authorization: `Bearer ${bearer_secret}` } },
    })
    const client = new Client({ name: 'voice-agent', version: '1.0.0' })
    await client.connect(transport)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['slow'])
    const asked = client.callTool({ name: 'slow', arguments: {} }).catch(() => 'hung up')
    const runs = async () => {
      const { data } = await server.api<{ data: { id: string; call_id: string }[] }>('GET', '/v1/calls')
      const call = data.find((each) => each.call_id === 'mcp-e2e')
      if (!call) return []
      const { timeline } = await server.api<Call>('GET', `/v1/calls/${call.id}`)
      return timeline.filter(({ type }) => type === 'run').map(({ status }) => status)
    }
    await expect.poll(runs, { timeout: 10_000 }).toEqual([expect.stringMatching(/RUNNING|PAUSED/)])
    await client.close()
    expect(await asked).toBe('hung up')
    await expect.poll(runs, { timeout: 20_000 }).toEqual(['SUCCEEDED'])
  })

  test('npm run simulate plays a call and ends well', async () => {
    const { code, output } = await simulate(server, state)
    expect(output).toContain('Everything succeeded.')
    expect(code).toBe(0)
  })

  test('npm run simulate plays a call in the words of a platform, on an agent that it makes once', async () => {
    const play = async (platform: string, runs: number) => {
      const { code, output } = await simulate(server, state, '--platform', platform)
      expect(output).toContain('Everything succeeded.')
      expect(output.match(/SUCCEEDED in/g)).toHaveLength(runs)
      expect(code).toBe(0)
    }
    await Promise.all([play('vapi', 4), play('twilio', 1)])
    await play('vapi', 4)
    const { data } = await server.api<List>('GET', '/v1/agents?provider=vapi')
    expect(data.map(({ name }) => name)).toEqual(['Simulated vapi'])
  })

  test('npm run simulate names the platforms there are', async () => {
    const { code, output } = await simulate(server, state, '--platform', 'nope')
    expect([code, output.trim()]).toEqual([1, expect.stringMatching(/"nope".* vapi, retell, .*diga\.$/)])
  })

  test('a port in use is said at once, with what to do', async () => {
    const { code, output } = await failToStart({ PORT: new URL(server.url).port, PATCHCORD_STATE: state })
    expect(code).toBe(1)
    expect(output).toMatch(/^Port \d+ is in use\. .*PORT=/)
  })

  test('ending it leaves no process behind', async () => {
    const tree = server.tree()
    expect(tree.length).toBeGreaterThan(3)
    expect(await server.stop()).toBe(0)
    await untilGone(tree)
    expect(alive(tree)).toEqual([])
  })

  test('a second start keeps the data, the secrets and the token, and seeds nothing', async () => {
    const { adminToken } = server
    server = await startServer({ state })
    expect(server.adminToken).toBe(adminToken)
    const { data } = await server.api<List>('GET', '/v1/workflow/?limit=30')
    const names = data.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const before = demo
    demo = readDemo()
    expect(demo.PATCHCORD_DEMO_BEARER).toBe(before.PATCHCORD_DEMO_BEARER)
    expect(demo.PATCHCORD_DEMO_PASSWORD).toBe(before.PATCHCORD_DEMO_PASSWORD)
    expect(demo.PATCHCORD_DEMO_HOOK).toContain(server.url)
    const { body } = await hook('pre-call', { id: 'call_e2e_3', type: 'inbound', contact: CALLER })
    expect(body.dynamic_variables.previous_calls).toBe(1)
  })

  test('when wrangler crashes it ends with an error and says so', async () => {
    const [, wrangler, ...rest] = server.tree()
    process.kill(wrangler as number, 'SIGKILL')
    expect(await server.ended()).toBe(1)
    expect(server.output()).toContain('wrangler dev ended by itself with signal SIGKILL')
    await untilGone(rest)
  })

  test('another admin token may be given, and PATCHCORD_DEMO=0 leaves an empty store empty', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'patchcord-empty-'))
    server = await startServer({
      state: empty,
      env: { PATCHCORD_ADMIN_TOKEN: 'my-own-token', PATCHCORD_DEMO: '0' },
    })
    expect(server.adminToken).toBe('my-own-token')
    expect(await server.api<List>('GET', '/v1/workflow/')).toMatchObject({ data: [] })
    await server.stop()
    rmSync(empty, { recursive: true })
  })
})

import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ManagementApi } from '../../scripts/management-api.ts'
import { platformAgent } from '../../scripts/platforms/agent.ts'
import { PLATFORMS } from '../../scripts/platforms/all.ts'
import { type PlatformFixture, requestOf, textOf } from '../../scripts/platforms/fixture.ts'
import { momentsOf } from '../../scripts/platforms/play.ts'
import { addAgent, addCallWorkflow, addTool, respond } from '../../test/support/agents.ts'
import { type ApiAnswer, api, call } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

// Every platform goes through the same promises, each in its own words.

afterEach(() => vi.restoreAllMocks())

const timeline = (agentId: string, callId: string) => runsOf(env)(callObject(agentId, callId)).timeline()
const MINUTE = 60_000
const PATIENT = { timeout: 20_000 }

const book = await addTool('book', respond({ booked: '{{trigger.arguments.people}}' }), {
  parameters: [{ name: 'people', type: 'number', required: true }],
})
const lines = await addTool('lines', respond('one\ntwo', 'text'))
const broken = await addTool(
  'broken',
  code('step_1', 'export const code = () => { throw new Error("s3cret") }'),
)
const slow = await addTool(
  'slow',
  chain(piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 2 }), respond({ done: true })),
  {},
  { deadlineSeconds: 0.5 },
)
const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const flows = [book, lines, broken, slow, after]

const CASES = PLATFORMS.map((platform) => [platform.name, platform] as const)

describe.each(CASES)('%s', async (_, platform) => {
  const { tool, told, toldError } = platform
  const agent = await addPlatformAgent(platform, flows)
  const where = `/hooks/${platform.name}/${agent.id}`

  describe('proof', () => {
    const { sign, secret = '' } = platform
    const { path = '', body, headers = {} } = platform.finished('proof-call')
    const text = textOf(body)
    const url = `http://patchcord.test${where}${path}`
    const send = (proof: Record<string, string>, sent = text) =>
      call('POST', where + path, sent, { ...headers, ...proof })

    test('nothing, or a wrong bearer secret, is a 401 that starts nothing', async () => {
      for (const proof of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: `Bearer ${agent.signing}` },
      ]) {
        expect(await send(proof as Record<string, string>)).toMatchObject({ status: 401 })
      }
      expect((await timeline(agent.id, 'proof-call')).events).toEqual([])
    })

    test.runIf(sign)(
      'a signature by another secret, of another body or with a flipped byte is refused',
      async () => {
        const good = await sign!(secret, text, Date.now(), url)
        const flipped = Object.fromEntries(
          Object.entries(good).map(([name, value]) => [
            name,
            /signature/i.test(name) ? value.replace(/.(?=.{12}$)/, (c) => (c === '0' ? '1' : '0')) : value,
          ]),
        )
        for (const [proof, sent] of [
          [await sign!(otherSecret(platform), text, Date.now(), url), text],
          [flipped, text],
          [good, text.replace(/\d/, '7').concat(' ')],
        ] as const) {
          expect(await send(proof, sent)).toMatchObject({ status: 401 })
        }
      },
    )

    test.runIf(sign)('a wrong signature is refused beside the right bearer secret', async () => {
      const proof = await sign!(otherSecret(platform), text, Date.now(), url)
      expect(await send({ ...proof, authorization: `Bearer ${agent.bearer}` })).toMatchObject({ status: 401 })
    })

    test.runIf(platform.timed)('what was signed long ago, or in the future, is refused', async () => {
      for (const minutes of [-45, 6]) {
        const proof = await sign!(secret, text, Date.now() + minutes * MINUTE, url)
        expect(await send(proof)).toMatchObject({ status: 401 })
      }
    })

    test.runIf(sign)(
      'an agent without the secret refuses what is signed, by an empty secret too',
      async () => {
        const bare = await addPlatformAgent(platform, flows, { secrets: [] })
        const place = `/hooks/${platform.name}/${bare.id}${path}`
        for (const each of platform.publicSecret ? [secret] : [secret, '']) {
          const proof = await sign!(each, text, Date.now(), `http://patchcord.test${place}`)
          expect(await call('POST', place, text, { ...headers, ...proof })).toMatchObject({ status: 401 })
        }
      },
    )

    test.runIf(sign && !platform.publicSecret)('while a secret is changed both count', async () => {
      const both = await addPlatformAgent(platform, flows, { secrets: ['the-new-secret', secret] })
      for (const each of ['the-new-secret', secret]) {
        const place = `/hooks/${platform.name}/${both.id}${path}`
        const proof = await sign!(each, text, Date.now(), `http://patchcord.test${place}`)
        const answer = await call('POST', place, text, { ...headers, ...proof })
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
      }
    })
  })

  test('a finished call starts its workflows once, however often and at once it is told', async () => {
    const event = platform.finished('done-call')
    const answers = await Promise.all([1, 2, 3].map(() => deliver(platform, agent, event)))
    for (const { status } of answers) expect(status).toBeLessThan(300)
    const { call: known, runs } = await timeline(agent.id, 'done-call')
    expect(runs).toHaveLength(1)
    expect(known).toMatchObject({ call_id: 'done-call', phone_number: '+34600000001' })
  })

  test('an event that nobody knows is acknowledged and starts nothing', async () => {
    const log = vi.spyOn(console, 'warn').mockReturnValue()
    expect(await deliver(platform, agent, platform.unknown)).toMatchObject({ status: 200, body: {} })
    expect(log).toHaveBeenCalledWith('hook.unknown', platform.name)
  })

  test('events that nobody knows are counted by their type, of two at once both', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    const own = await addPlatformAgent(platform, [])
    const answers = await Promise.all([1, 2].map(() => deliver(platform, own, platform.unknown)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { body } = await vi.waitFor(async () => {
      const counted = await api('GET', `/v1/agents/${own.id}/unknown-events`)
      expect(counted.body.data[0]?.count).toBe(2)
      return counted
    })
    const time = expect.stringMatching(/^\d{4}-.*Z$/)
    expect(body.data).toEqual([{ type: expect.any(String), count: 2, first_at: time, last_at: time }])
    // Bland's events have no type.
    expect(body.data[0].type).toMatch(platform.name === 'bland' ? /^$/ : /^(galaxy.+|teleported)$/)
  })

  test('a whole call goes well, as npm run simulate plays it', async () => {
    const like = await addAgent([book, after])
    const management = (async (...request: Parameters<typeof api>) =>
      (await api(...request)).body) as ManagementApi
    const simulated = await platformAgent(management, platform, like.id)
    const { body: tools } = await api('GET', `/v1/agents/${simulated.id}/tools`)
    const moments = momentsOf(platform, tools, 'simulated-call')
    for (const { what, kind, sent } of moments) {
      const { url, headers, body } = await requestOf(platform, simulated, sent, kind)
      const answer = await call('POST', url.replace('http://patchcord.test', ''), body, headers)
      expect(answer.status, what).toBeLessThan(300)
      if (kind === 'tool') expect(toldError!(answer)).toBeUndefined()
    }
    const { runs } = await timeline(simulated.id, 'simulated-call')
    expect(runs.map(({ name }) => name)).toEqual(tool ? ['book', 'after'] : ['after'])
    expect(await platformAgent(management, platform, like.id)).toMatchObject({ id: simulated.id })
  })

  describe.runIf(tool)('functions', () => {
    const ask = (name: string, args: object, callId: string, toolCallId = 't1') =>
      deliver(platform, agent, tool!(name, args, { callId, toolCallId }), 'tool')

    test('the answer of the workflow is told', async () => {
      const answer = await ask('book', { people: 2 }, 'tool-call')
      expect(answer).toMatchObject({ status: 200 })
      expect(parsed(told!(answer))).toEqual({ booked: 2 })
      expect(told!(await ask('lines', {}, 'tool-call'))).toMatch(/^one\s+two$/)
    })

    test('arguments that do not fit are told in words, and nothing is run', async () => {
      const answer = await ask('book', {}, 'bad-call')
      expect(answer).toMatchObject({ status: 200 })
      expect(toldError!(answer)).toContain('people')
      expect(toldError!(await ask('nope', {}, 'bad-call'))).toContain('nope')
      expect((await timeline(agent.id, 'bad-call')).runs).toEqual([])
    })

    test('a failure is told at once, without what went wrong inside', async () => {
      const answer = await ask('broken', {}, 'broken-call')
      expect(answer).toMatchObject({ status: 200 })
      expect(toldError!(answer)).toMatch(/did not work/)
      expect(JSON.stringify(answer.body)).not.toContain('s3cret')
    })

    test('at the deadline there is something to say, and the run goes on', async () => {
      // Where the platform takes it, the late result goes out too.
      playServices({})
      const answer = await ask('slow', {}, 'slow-call')
      expect(answer).toMatchObject({ status: 200 })
      expect(String(told!(answer))).toMatch(/takes a moment longer/)
      await vi.waitFor(async () => {
        const { runs } = await timeline(agent.id, 'slow-call')
        expect(runs.map(({ status }) => status)).toEqual(['SUCCEEDED'])
      }, PATIENT)
    })

    test('JSON that breaks off is a 400 that starts nothing', async () => {
      const sent = tool!('book', { people: 2 }, { callId: 'half-call', toolCallId: 't1' })
      const half = { ...sent, body: textOf(sent.body).slice(0, -3) }
      expect(await deliver(platform, agent, half, 'tool')).toMatchObject({ status: 400 })
      expect((await timeline(agent.id, 'half-call')).runs).toEqual([])
    })
  })
})

/** Another secret of the same kind. */
const otherSecret = ({ secret = '', otherSecret }: PlatformFixture) =>
  otherSecret ?? secret.replace(/[a-z]/g, (c) => (c === 'z' ? 'a' : 'z'))

/** Some platforms are told JSON as text. */
const parsed = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value)

test('a platform is not spoken to in the name of another', async () => {
  const [platform] = PLATFORMS
  const agent = await addPlatformAgent(platform!, flows)
  const answers: ApiAnswer[] = []
  for (const name of ['generic', 'simulator', 'toString']) {
    const bearer = { authorization: `Bearer ${agent.bearer}` }
    answers.push(await call('POST', `/hooks/${name}/${agent.id}/call-finished`, { id: 'x' }, bearer))
  }
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
})

test('secrets are never shown, and a change of one leaves the others as they are', async () => {
  const [platform] = PLATFORMS
  const agent = await addPlatformAgent(platform!, flows)
  const shown = await api('GET', `/v1/agents/${agent.id}`)
  expect(JSON.stringify(shown.body)).not.toContain(platform!.secret)
  const [rotated, changed] = [
    await api('POST', `/v1/agents/${agent.id}/secrets/rotate`),
    await api('PATCH', `/v1/agents/${agent.id}`, { name: 'Other' }),
  ]
  expect([rotated.status, changed.status]).toEqual([200, 200])
  expect(await deliver(platform!, agent, platform!.finished('rotated'))).toMatchObject({ status: 200 })
})

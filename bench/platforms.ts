import { isDeepStrictEqual } from 'node:util'
import { managementApi } from '../scripts/management-api.ts'
import { platformAgent } from '../scripts/platforms/agent.ts'
import { PLATFORMS } from '../scripts/platforms/all.ts'
import { type KnownAgent, type PlatformFixture, requestOf } from '../scripts/platforms/fixture.ts'
import { measureAdapters } from './adapters.ts'
import type { Shot } from './load.ts'
import { bookingShot } from './product.ts'
import { machine, ms, table, whole } from './report.ts'
import { ADMIN_TOKEN } from './server.ts'
import { fireProduct, openSession, type Session, settle } from './session.ts'
import { medianStats, type Stats, statsOf } from './stats.ts'
import { bookingAnswer } from './workflows.ts'

/**
 * `npm run bench:platforms [-- --quick]`: what speaking as a voice platform does costs. In this process: proving, reading
 * and answering one request. Over HTTP: the three-step sync tool through every adapter beside the generic one.
 */

const isQuick = process.argv.includes('--quick')
const PLAN = isQuick
  ? { times: 500, rounds: 1, requests: new Map([[1, 50]]) }
  : {
      times: 5_000,
      rounds: 5,
      requests: new Map([
        [1, 200],
        [10, 400],
      ]),
    }

const micros = (value: number) => whole(value * 1000)

/** A platform with functions, and our agent on it. */
interface Target {
  name: string
  shots(tag: string, callers: number, requests: number): Promise<Shot[]>
}

async function targetsOf({ server, agent }: Session): Promise<Target[]> {
  const api = managementApi(server.product.origin, ADMIN_TOKEN)
  const targets: Target[] = [
    {
      name: 'generic',
      shots: async (tag, callers, requests) =>
        Array.from({ length: requests }, (_, index) =>
          bookingShot(agent, `${tag}-${index % callers}`, index),
        ),
    },
  ]
  for (const platform of PLATFORMS.filter(({ tool }) => tool)) {
    const known = await platformAgent(api, platform, agent.id)
    targets.push({
      name: platform.name,
      shots: (tag, callers, requests) =>
        Promise.all(
          Array.from({ length: requests }, (_, index) =>
            platformShot(platform, known, `${tag}-${index % callers}`, index),
          ),
        ),
    })
  }
  return targets
}

/** The booking function, called and answered in the platform's words. */
async function platformShot(
  platform: PlatformFixture,
  agent: KnownAgent,
  callId: string,
  invocation: number,
): Promise<Shot> {
  const guest = `Guest ${callId} ${invocation}`
  const people = 1 + (invocation % 8)
  const sent = platform.tool!('booking', { guest, people }, { callId, toolCallId: `tool-${invocation}` })
  const { url, headers } = await requestOf(platform, agent, sent, 'tool')
  const wanted = bookingAnswer(guest, people)
  return {
    path: new URL(url).pathname,
    headers,
    body: sent.body,
    check({ status, headers: answered, body }) {
      if (status !== 200 || !answered['x-run-id']) return `status ${status}: ${body}`
      const told = platform.told!({ headers: new Headers(), body: JSON.parse(body) })
      const given = typeof told === 'string' ? JSON.parse(told) : told
      return isDeepStrictEqual(given, wanted) ? null : `${platform.name}: ${body}`
    },
  }
}

/** Every adapter's figures by number of callers; the volleys of a round one after the other. */
async function measureTools(session: Session) {
  const targets = await targetsOf(session)
  const rows: ({ name: string; callers: number } & Stats)[] = []
  for (const [callers, requests] of [[1, 20] as const, ...PLAN.requests]) {
    const stats = new Map(targets.map(({ name }) => [name, [] as Stats[]]))
    for (let round = 0; round < PLAN.rounds; round++) {
      for (const { name, shots } of targets) {
        const all = await shots(`${name}-${requests}-${callers}-${round}`, callers, requests)
        const { latencies, totalMs } = await fireProduct(
          session,
          callers,
          requests,
          (_, index) => all[index]!,
        )
        stats.get(name)!.push(statsOf(latencies, totalMs))
        await settle(session)
      }
    }
    for (const [name, each] of stats) rows.push({ name, callers, ...medianStats(each) })
  }
  // The first volleys warm up.
  return rows.slice(targets.length)
}

const adapters = await measureAdapters(PLAN.times)
const session = await openSession()
try {
  const tools = await measureTools(session)
  console.log(
    [
      `Measured on ${machine()}.`,
      '### One request proven, read and answered, in this process',
      table(
        ['platform', 'event', 'median µs', 'p99 µs'],
        adapters.map(({ name, event, p50, p99 }) => [name, event, micros(p50), micros(p99)]),
      ),
      '### Three-step sync function call through each adapter',
      table(
        ['callers', 'platform', 'p50 ms', 'p95 ms', 'p99 ms', 'req/s'],
        tools.map(({ callers, name, p50, p95, p99, rate }) => [
          String(callers),
          name,
          ...[p50, p95, p99].map(ms),
          whole(rate),
        ]),
      ),
      ...session.bad.map((each) => `WRONG: ${each}`),
    ].join('\n\n'),
  )
  if (session.bad.length > 0) process.exitCode = 1
} finally {
  await session.server.stop()
}

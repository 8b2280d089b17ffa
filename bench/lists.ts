import { fire } from './load.ts'
import { machine, ms, table } from './report.ts'
import { agentId, callId, RUNS, seedRuns, seedWorkflows, WORKFLOWS, workflowId } from './seed.ts'
import { ADMIN_TOKEN, type Server, startServer } from './server.ts'
import { medianStats, type Stats, statsOf } from './stats.ts'

/**
 * `npm run bench:lists [-- --quick]`: how long lists and their filters take on a full store and on an empty one, each
 * query on both in turn. Prints Markdown.
 */

const [rounds, requests] = process.argv.includes('--quick') ? [1, 20] : [15, 20]
const day = (now: number, ago: number) => new Date(now - ago * 86_400_000).toISOString()

/** What is asked, by its name in the report. Each finds something in the full store. */
const queriesAt = (now: number): [string, string][] => {
  const runs = '/v1/workflow/executions?limit=30'
  const calls = '/v1/calls?limit=30'
  return [
    ['runs', runs],
    ['runs, page 300', `${runs}&page=300`],
    ['runs of a workflow', `${runs}&flow_id=${workflowId(0)}`],
    ['runs of a workflow, by its own path', `/v1/workflow/${workflowId(0)}/executions?limit=30`],
    ['… that failed', `${runs}&flow_id=${workflowId(0)}&status=FAILED`],
    ['… of a small workflow', `${runs}&flow_id=${workflowId(7)}`],
    ['runs that succeeded', `${runs}&status=SUCCEEDED`],
    ['runs that failed', `${runs}&status=FAILED`],
    ['runs that failed, timed out or were cancelled', `${runs}&status=FAILED&status=TIMEOUT&status=CANCELED`],
    ['runs of an agent', `${runs}&agent_id=${agentId(3)}`],
    ['runs of an agent that failed', `${runs}&agent_id=${agentId(24)}&status=FAILED`],
    ['runs of a call', `${runs}&call_id=${callId(9_000)}`],
    ['runs of a day', `${runs}&created_after=${day(now, 11)}&created_before=${day(now, 10)}`],
    ['runs that failed at a step', `${runs}&failed_step=map`],
    ['runs with an error', `${runs}&error_code=INPUT_INVALID`],
    ['runs of a rare event', `${runs}&event_kind=schedule`],
    ['test runs', `${runs}&environment=TESTING`],
    ['test runs and others', `${runs}&environment=ALL`],
    ['calls', calls],
    ['calls of an agent', `${calls}&agent_id=${agentId(3)}`],
    ['calls in progress', `${calls}&status=in_progress`],
    ['calls out', `${calls}&type=outbound`],
    ['calls of a number', `${calls}&phone_number=%2B34600000123`],
    ['workflows', '/v1/workflow/?limit=30'],
  ]
}

const now = Date.now()
const [full, empty] = await Promise.all([startServer({}), startServer({})])
try {
  await seedWorkflows(full, WORKFLOWS)
  await seedRuns(full, now)
  // One, so that its own path is there; nothing else.
  await seedWorkflows(empty, 1)
  const bad: string[] = []
  const rows: string[][] = []
  for (const [name, path] of queriesAt(now)) {
    const measured = { full: [] as Stats[], empty: [] as Stats[] }
    await volley(full, path, 5, bad)
    await volley(empty, path, 5, bad)
    for (let round = 0; round < rounds; round++) {
      measured.empty.push(await volley(empty, path, requests, bad))
      measured.full.push(await volley(full, path, requests, bad, true))
    }
    rows.push(rowOf(name, medianStats(measured.full), medianStats(measured.empty)))
  }
  console.log(
    `Measured on ${machine()}: ${RUNS} runs, ${WORKFLOWS} workflows, pages of 30, one caller, medians of ${rounds} rounds.\n`,
  )
  const head = ['list', 'p50 ms', 'p95 ms', 'empty p50 ms', 'empty p95 ms', 'p50 ratio', 'p95 ratio']
  console.log(table(head, rows))
  if (bad.length > 0) {
    console.log(`\n**${bad.length} wrong answers.** The first: ${bad[0]}`)
    process.exitCode = 1
  }
} finally {
  await Promise.all([full.stop(), empty.stop()])
}

function rowOf(name: string, full: Stats, empty: Stats): string[] {
  const ratio = (key: 'p50' | 'p95') => `${(full[key] / empty[key]).toFixed(1)}x`
  return [name, ms(full.p50), ms(full.p95), ms(empty.p50), ms(empty.p95), ratio('p50'), ratio('p95')]
}

async function volley(
  server: Server,
  path: string,
  count: number,
  bad: string[],
  mustFind = false,
): Promise<Stats> {
  const result = await fire(server.product, 1, count, () => ({
    method: 'GET',
    path,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    check({ status, body }) {
      if (status !== 200) return `${path}: status ${status}: ${body}`
      const { data } = JSON.parse(body) as { data: unknown[] }
      return mustFind && data.length === 0 ? `${path}: nothing found` : null
    },
  }))
  bad.push(...result.bad)
  return statsOf(result.latencies, result.totalMs)
}

import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { wasteful, watchedDb } from '../../test/support/query-plans.ts'
import { listCalls } from './calls.ts'
import { openDb } from './client.ts'
import { project } from './directory.ts'
import { COUNTED_ROWS } from './page.ts'
import { listRuns, oldestRuns, type RunFilter } from './runs.ts'
import { type CallRow, ENVIRONMENTS, type RunRow } from './schema.ts'

const STATUSES = ['SUCCEEDED', 'FAILED', 'PAUSED', 'CANCELED'] as const
const pick = <T>(values: readonly T[], n: number): T => values[n % values.length] as T

/** Runs of every kind. Several share a creation time, so that the id has to settle the order. */
const rows: RunRow[] = Array.from({ length: 300 }, (_, n) => {
  const status = pick(STATUSES, n * 7 + (n >> 3))
  const failed = status === 'FAILED'
  return {
    id: `run_${String((n * 37) % 300).padStart(3, '0')}`,
    workflowId: pick(['wf_a', 'wf_b', 'wf_c'], n >> 1),
    versionId: 'ver_1',
    name: 'Workflow',
    callId: n % 4 === 0 ? `call_${n % 20}` : null,
    agentId: n % 4 === 0 ? pick(['agent_a', 'agent_b'], n >> 2) : null,
    eventKind: pick(['webhook', 'pre_call', 'function_call'] as const, n >> 2),
    environment: pick(['PRODUCTION', 'PRODUCTION', 'TESTING'] as const, n >> 1),
    status,
    stepsCount: 1,
    answeredMs: null,
    answeredBy: null,
    failedStep: failed ? { name: `step_${n % 3}`, displayName: 'A step' } : null,
    errorCode: failed ? pick(['INPUT_INVALID', 'HTTP_FAILED'], n >> 1) : null,
    createdAt: 1_000 + (n >> 2),
    updatedAt: 1_000,
    startedAt: 1_000,
    finishedAt: status === 'PAUSED' ? null : 2_000,
    revision: 1,
    change: 0,
  }
})

beforeAll(async () => {
  for (let n = 0; n < rows.length; n += 50) await project(openDb(env.DB), null, rows.slice(n, n + 50))
})

const PRODUCTION = ['PRODUCTION'] as const
/** Name, the index that its rows come from, and the filter. */
const filters: [string, string, RunFilter][] = [
  ['nothing', 'created', { environments: PRODUCTION }],
  ['tests', 'created', { environments: ['TESTING'] }],
  ['every environment', 'created', { environments: ENVIRONMENTS }],
  ['a workflow', 'workflow', { environments: PRODUCTION, workflowId: 'wf_a' }],
  ['a workflow in every environment', 'workflow', { environments: ENVIRONMENTS, workflowId: 'wf_a' }],
  ['a status', 'status', { environments: PRODUCTION, statuses: ['FAILED'] }],
  ['several statuses', 'status', { environments: PRODUCTION, statuses: ['FAILED', 'CANCELED', 'PAUSED'] }],
  [
    'a workflow and a status',
    'workflow_status',
    { environments: PRODUCTION, workflowId: 'wf_b', statuses: ['FAILED'] },
  ],
  [
    'a workflow and several statuses',
    'workflow_status',
    { environments: ENVIRONMENTS, workflowId: 'wf_b', statuses: ['FAILED', 'PAUSED'] },
  ],
  [
    'more statuses than one statement has SELECTs for',
    'created',
    { environments: ENVIRONMENTS, statuses: [...STATUSES, 'TIMEOUT', 'QUEUED', 'RUNNING'] },
  ],
  ['an agent', 'agent', { environments: PRODUCTION, agentId: 'agent_a' }],
  ['a call', 'call', { environments: PRODUCTION, callId: 'call_4' }],
  ['a kind of event', 'event_kind', { environments: PRODUCTION, eventKind: 'pre_call' }],
  ['a failed step', 'failed_step', { environments: PRODUCTION, failedStep: 'step_1' }],
  ['an error', 'error', { environments: PRODUCTION, errorCode: 'HTTP_FAILED' }],
  ['a span of time', 'created', { environments: PRODUCTION, createdAfter: 1_020, createdBefore: 1_040 }],
  [
    'a workflow, a status and a span of time',
    'workflow_status',
    { environments: PRODUCTION, workflowId: 'wf_a', statuses: ['SUCCEEDED'], createdAfter: 1_020 },
  ],
  [
    'an agent and a status',
    '(agent|status)',
    { environments: PRODUCTION, agentId: 'agent_b', statuses: ['SUCCEEDED'] },
  ],
]

/** The same, said in another language. */
function expected(filter: RunFilter): string[] {
  const fits = (row: RunRow) =>
    filter.environments.includes(row.environment) &&
    (!filter.statuses || filter.statuses.includes(row.status)) &&
    (!filter.workflowId || row.workflowId === filter.workflowId) &&
    (!filter.agentId || row.agentId === filter.agentId) &&
    (!filter.callId || row.callId === filter.callId) &&
    (!filter.eventKind || row.eventKind === filter.eventKind) &&
    (!filter.failedStep || row.failedStep?.name === filter.failedStep) &&
    (!filter.errorCode || row.errorCode === filter.errorCode) &&
    row.createdAt >= (filter.createdAfter ?? 0) &&
    row.createdAt <= (filter.createdBefore ?? Infinity)
  const newestFirst = (a: RunRow, b: RunRow) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)
  return rows
    .filter(fits)
    .toSorted(newestFirst)
    .map(({ id }) => id)
}

const ids = (found: { id: string }[]) => found.map(({ id }) => id)

test.each(filters)(
  'runs by %s are found, page by page in both directions, without a sort',
  async (_, index, filter) => {
    const all = expected(filter)
    expect(all.length).toBeGreaterThan(0)
    const { db, plans } = watchedDb()
    const page = await listRuns(db, filter, { limit: 7 })
    const plan = await plans()
    expect(wasteful(plan)).toEqual([])
    // The first is that of the count.
    const [, ...used] = plan.join(' ').matchAll(/INDEX runs_(\w+)/g)
    expect(used.length).toBeGreaterThan(0)
    for (const [, name] of used) expect(name).toMatch(new RegExp(`^${index}$`))
    expect(ids(page.data)).toEqual(all.slice(0, 7))
    expect([page.has_more, page.total_pages]).toEqual([all.length > 7, Math.ceil(all.length / 7)])

    expect(ids((await listRuns(db, filter, { limit: 7, page: 2 })).data)).toEqual(all.slice(7, 14))
    const middle = all[Math.floor(all.length / 2)] as string
    const at = all.indexOf(middle)
    const after = await listRuns(db, filter, { limit: 7, after: middle })
    expect(ids(after.data)).toEqual(all.slice(at + 1, at + 8))
    const before = await listRuns(db, filter, { limit: 7, before: middle })
    expect(ids(before.data)).toEqual(all.slice(Math.max(0, at - 7), at))
    expect(wasteful(await plans())).toEqual([])

    expect(ids(await oldestRuns(db, filter, 5))).toEqual(all.toReversed().slice(0, 5))
  },
)

test('a page after a run starts where that run stands in the index', async () => {
  const { db, plans } = watchedDb()
  await listRuns(db, { environments: PRODUCTION }, { limit: 5, after: 'run_150' })
  expect((await plans()).join('\n')).toContain('environment=? AND (created_at,id)<(?,?)')
})

test('none of the statuses means no run, and not every run', async () => {
  const filter: RunFilter = { environments: PRODUCTION, statuses: [] }
  expect(await listRuns(openDb(env.DB), filter, { limit: 5 })).toMatchObject({ data: [], total_pages: 0 })
  expect(await oldestRuns(openDb(env.DB), filter, 5)).toEqual([])
})

test('all filters at once fit a statement', async () => {
  const filter: RunFilter = {
    environments: PRODUCTION,
    statuses: [...STATUSES, 'TIMEOUT'],
    workflowId: 'w',
    agentId: 'a',
    callId: 'c',
    eventKind: 'webhook',
    failedStep: 's',
    errorCode: 'e',
    createdAfter: 0,
    createdBefore: 1,
  }
  expect((await listRuns(openDb(env.DB), filter, { limit: 30, after: 'run_150' })).data).toEqual([])
})

test('rows are counted up to a bound', async () => {
  const many = COUNTED_ROWS + 5
  await env.DB.prepare(
    `INSERT INTO runs (id, workflow_id, version_id, name, event_kind, environment, status, steps_count, created_at, updated_at, revision)
     SELECT 'many_' || value, 'wf_many', 'v', 'n', 'webhook', 'PRODUCTION', 'SUCCEEDED', 1, 1, 1, 1
     FROM json_each(?)`,
  )
    .bind(JSON.stringify(Array.from({ length: many }, (_, n) => n)))
    .run()
  const page = await listRuns(
    openDb(env.DB),
    { environments: PRODUCTION, workflowId: 'wf_many' },
    { limit: 10 },
  )
  expect([page.total_pages, page.has_more]).toEqual([COUNTED_ROWS / 10, true])
})

test('calls are narrowed by what is known of them, without a sort', async () => {
  const call = (n: number): CallRow => ({
    id: `call_${n}`,
    agentId: pick(['agent_a', 'agent_b'], n),
    providerCallId: `prov_${n}`,
    info: {
      agent_id: pick(['agent_a', 'agent_b'], n),
      call_id: `prov_${n}`,
      status: pick(['completed', 'in_progress', undefined], n),
      type: pick(['inbound', 'outbound'], n >> 1),
      phone_number: `+3460000000${n % 5}`,
    },
    createdAt: 1_000 + n,
    updatedAt: 1_000 + n,
    revision: 1,
  })
  const calls = Array.from({ length: 30 }, (_, n) => call(n))
  for (const each of calls) await project(openDb(env.DB), each, [])
  const newest = (fits: (row: CallRow) => boolean) => ids(calls.filter(fits).toReversed())
  const { db, plans } = watchedDb()
  const list = async (filter: Parameters<typeof listCalls>[1]) =>
    ids((await listCalls(db, filter, { limit: 50 })).data)
  expect(await list({})).toEqual(newest(() => true))
  expect(await list({ agentId: 'agent_a' })).toEqual(newest((row) => row.agentId === 'agent_a'))
  expect(await list({ status: 'completed' })).toEqual(newest((row) => row.info.status === 'completed'))
  expect(await list({ type: 'outbound' })).toEqual(newest((row) => row.info.type === 'outbound'))
  expect(await list({ phoneNumber: '+34600000003' })).toEqual(
    newest((row) => row.info.phone_number === '+34600000003'),
  )
  expect(await list({ createdAfter: 1_010, createdBefore: 1_012 })).toEqual(['call_12', 'call_11', 'call_10'])
  expect(wasteful(await plans())).toEqual([])
})

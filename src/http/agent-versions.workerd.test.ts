import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import {
  addAgent,
  addCallWorkflow,
  addTool,
  hook,
  respond,
  type TestAgent,
} from '../../test/support/agents.ts'
import { type ApiAnswer, api } from '../../test/support/api.ts'
import { piece } from '../../test/support/definitions.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

const returns = (tier: string) =>
  piece('step_1', 'diga', 'returnCallData', { promptAddition: tier, dynamicVariables: { tier } })
const [silver, gold] = [
  await addCallWorkflow('silver', 'preCall', {}, returns('silver')),
  await addCallWorkflow('gold', 'preCall', {}, returns('gold')),
]
const seen = await addTool('seen', respond('{{trigger}}'))

const versions = (agent: TestAgent, method: string, path = '', body?: object): Promise<ApiAnswer> =>
  api(method, `/v1/agents/${agent.id}/versions${path}`, body)
const draftOf = async (agent: TestAgent, body?: object) => {
  const answer = await versions(agent, 'POST', '', body)
  expect(answer.status).toBe(201)
  return answer.body
}
const liveOf = async (agent: TestAgent) => (await api('GET', `/v1/agents/${agent.id}`)).body
const states = async (agent: TestAgent) => {
  const { data } = (await versions(agent, 'GET')).body
  return data.map(({ state }: { state: string }) => state)
}
/** What the pre-call workflows say that ran for a new call. */
const ran = async (agent: TestAgent, id: string, rest: object = {}) =>
  (await hook(agent, '/pre-call', { id, ...rest })).body.prompt_addition

test('a new agent has one version, which is live', async () => {
  const agent = await addAgent([silver])
  const { body } = await versions(agent, 'GET')
  const { version_id } = await liveOf(agent)
  expect(body).toMatchObject({
    data: [{ id: version_id, agent_id: agent.id, number: 1, state: 'PUBLISHED', flow_ids: [silver] }],
    has_more: false,
    total_pages: 1,
  })
  expect(body.data[0].flows[0]).toMatchObject({ id: silver, produced_variables: ['tier'] })
})

test('a draft copies an assignment in order, and changes no call until it is published', async () => {
  const agent = await addAgent([gold, silver])
  const draft = await draftOf(agent)
  expect(draft).toMatchObject({ number: 2, state: 'DRAFT', flow_ids: [gold, silver], published: null })
  const changed = await versions(agent, 'PATCH', `/${draft.id}`, { flow_ids: [silver] })
  expect(changed.body.flow_ids).toEqual([silver])
  expect(await ran(agent, 'before')).toBe('gold\n\nsilver')
  const published = await versions(agent, 'POST', `/${draft.id}/publish`)
  expect(published).toMatchObject({ status: 200, body: { state: 'PUBLISHED', flow_ids: [silver] } })
  expect(await ran(agent, 'after')).toBe('silver')
  expect(await liveOf(agent)).toMatchObject({ version_id: draft.id, flow_ids: [silver] })
  expect(await states(agent)).toEqual(['PUBLISHED', 'ARCHIVED'])
})

test('the live version can be changed, either way, and calls see it at once', async () => {
  const agent = await addAgent([silver])
  const { version_id } = await liveOf(agent)
  await versions(agent, 'PATCH', `/${version_id}`, { flow_ids: [gold] })
  expect(await ran(agent, 'one')).toBe('gold')
  await api('PATCH', `/v1/agents/${agent.id}`, { flow_ids: [silver] })
  expect(await ran(agent, 'two')).toBe('silver')
  expect(await states(agent)).toEqual(['PUBLISHED'])
})

test('an archived version stays as it was, is a start for drafts, and can come back', async () => {
  const agent = await addAgent([silver])
  const { version_id: first } = await liveOf(agent)
  const second = await draftOf(agent)
  await versions(agent, 'PATCH', `/${second.id}`, { flow_ids: [gold] })
  await versions(agent, 'POST', `/${second.id}/publish`)
  const refused = await versions(agent, 'PATCH', `/${first}`, { flow_ids: [gold] })
  expect([refused.status, refused.body.error_code]).toEqual([409, 'AGENT_VERSION_ARCHIVED'])
  const third = await draftOf(agent, { from_version_id: first })
  expect(third.flow_ids).toEqual([silver])
  await versions(agent, 'POST', `/${first}/publish`)
  expect(await ran(agent, 'again')).toBe('silver')
  expect(await states(agent)).toEqual(['DRAFT', 'ARCHIVED', 'PUBLISHED'])
})

test('an agent has one draft, also when two ask at once', async () => {
  const agent = await addAgent([silver])
  const answers = await Promise.all([1, 2, 3].map(() => versions(agent, 'POST', '', {})))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  const codes = answers.filter(({ status }) => status === 409).map(({ body }) => body.error_code)
  expect(codes).toEqual(['AGENT_DRAFT_EXISTS', 'AGENT_DRAFT_EXISTS'])
  expect(await states(agent)).toEqual(['DRAFT', 'PUBLISHED'])
})

test('of versions published at the same time exactly one is live', async () => {
  const agent = await addAgent([silver])
  const { version_id: first } = await liveOf(agent)
  const second = await draftOf(agent)
  await versions(agent, 'POST', `/${second.id}/publish`)
  const third = await draftOf(agent)
  const answers = await Promise.all(
    [first, third.id, first, second.id, third.id].map((id) => versions(agent, 'POST', `/${id}/publish`)),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
  expect((await states(agent)).toSorted()).toEqual(['ARCHIVED', 'ARCHIVED', 'PUBLISHED'])
})

test('publishing what is deleted at the same time leaves a live version', async () => {
  const agent = await addAgent([silver])
  const draft = await draftOf(agent)
  const answers = await Promise.all([
    versions(agent, 'POST', `/${draft.id}/publish`),
    versions(agent, 'DELETE', `/${draft.id}`),
  ])
  const left = await states(agent)
  const isPublished = answers[0].status === 200
  expect(left).toEqual(isPublished ? ['PUBLISHED', 'ARCHIVED'] : ['PUBLISHED'])
  expect(answers[1].status).toBe(isPublished ? 409 : 204)
  expect((await liveOf(agent)).flow_ids).toEqual([silver])
})

test('a draft can be deleted, with its assignment, and nothing else can', async () => {
  const agent = await addAgent([silver])
  const draft = await draftOf(agent)
  expect((await versions(agent, 'DELETE', `/${draft.id}`)).status).toBe(204)
  const again = await versions(agent, 'DELETE', `/${draft.id}`)
  expect([again.status, again.body.error_code]).toEqual([404, 'AGENT_VERSION_NOT_FOUND'])
  const live = await versions(agent, 'DELETE', `/${(await liveOf(agent)).version_id}`)
  expect([live.status, live.body.error_code]).toEqual([409, 'AGENT_VERSION_NOT_DRAFT'])
  const rows = env.DB.prepare('SELECT count(*) AS n FROM agent_workflows WHERE agent_version_id = ?')
  expect(await rows.bind(draft.id).first('n')).toBe(0)
})

test('a deleted workflow leaves every version', async () => {
  const gone = await addCallWorkflow('gone', 'preCall', {}, returns('gone'))
  const agent = await addAgent([gone, silver])
  await draftOf(agent)
  await api('DELETE', `/v1/workflow/${gone}`)
  const { data } = (await versions(agent, 'GET')).body
  expect(data.map(({ flow_ids }: { flow_ids: string[] }) => flow_ids)).toEqual([[silver], [silver]])
})

test('faults are named and change nothing', async () => {
  const [agent, other] = [await addAgent([silver]), await addAgent([gold])]
  const { version_id: foreign } = await liveOf(other)
  const { version_id: live } = await liveOf(agent)
  for (const answer of [
    await versions(agent, 'POST', '', { from_version_id: foreign }),
    await versions(agent, 'PATCH', `/${foreign}`, { flow_ids: [] }),
    await versions(agent, 'POST', `/${foreign}/publish`),
    await versions(agent, 'DELETE', `/${foreign}`),
  ]) {
    expect([answer.status, answer.body.error_code]).toEqual([404, 'AGENT_VERSION_NOT_FOUND'])
    expect(answer.body.message).toContain(foreign)
  }
  const unknown = await versions(agent, 'PATCH', `/${live}`, { flow_ids: [gold, 'wf_nobody'] })
  expect([unknown.status, unknown.body.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  expect(unknown.body.message).toContain('wf_nobody')
  const twice = await versions(agent, 'PATCH', `/${live}`, { flow_ids: [gold, gold] })
  expect([twice.status, twice.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect((await versions({ ...agent, id: 'nobody' }, 'GET')).body.error_code).toBe('AGENT_NOT_FOUND')
  expect((await liveOf(agent)).flow_ids).toEqual([silver])
  expect((await liveOf(other)).flow_ids).toEqual([gold])
})

test('versions are listed a page at a time, newest first', async () => {
  const agent = await addAgent([silver])
  for (let n = 0; n < 3; n++) {
    await versions(agent, 'POST', `/${(await draftOf(agent)).id}/publish`)
  }
  const first = (await versions(agent, 'GET', '?limit=3')).body
  expect(first).toMatchObject({ has_more: true, total_pages: 2 })
  const rest = (await versions(agent, 'GET', `?limit=3&after=${first.last_id}`)).body
  const numbers = [...first.data, ...rest.data].map(({ number }: { number: number }) => number)
  expect(numbers).toEqual([4, 3, 2, 1])
})

describe('which version a call runs on', async () => {
  /** The live version says silver, a draft gold; both have the function. */
  const setUp = async () => {
    const agent = await addAgent([silver, seen])
    const { version_id: live } = await liveOf(agent)
    const { id: draft } = await draftOf(agent)
    await versions(agent, 'PATCH', `/${draft}`, { flow_ids: [gold, seen] })
    return { agent, live, draft }
  }
  const versionOf = async (agent: TestAgent, id: string) =>
    (await runsOf(env)(callObject(agent.id, id)).timeline()).call?.agent_version_id

  test('the one the event names, and the live one where it names none or none of the agent', async () => {
    const { agent, live, draft } = await setUp()
    expect(await ran(agent, 'named', { agent_version_id: draft })).toBe('gold')
    expect(await ran(agent, 'named-live', { agent_version_id: live })).toBe('silver')
    expect(await ran(agent, 'unnamed')).toBe('silver')
    expect(await ran(agent, 'foreign', { agent_version_id: "the platform's own" })).toBe('silver')
    expect(await versionOf(agent, 'foreign')).toBe(live)
    expect(await versionOf(agent, 'named')).toBe(draft)
  })

  test('that of its first event, for all that follow', async () => {
    const { agent, draft } = await setUp()
    const after = await addCallWorkflow('after', 'callFinished', {}, respond('{{trigger.agent_version_id}}'))
    const only = await addTool('only_here', respond('yes', 'text'))
    await versions(agent, 'PATCH', `/${draft}`, { flow_ids: [gold, after, only] })
    await hook(agent, '/pre-call', { id: 'call', agent_version_id: draft })
    expect((await hook(agent, '/tools/only_here', { call_id: 'call' })).body).toBe('yes')
    expect((await hook(agent, '/tools/only_here', { call_id: 'another' })).status).toBe(404)
    const { runs } = (await hook(agent, '/call-finished', { id: 'call' })).body
    expect(runs.map(({ name }: { name: string }) => name)).toEqual(['after'])
    expect((await hook(agent, '/call-finished', { id: 'another' })).body.runs).toEqual([])
  })

  test('the former live one, for a call that goes on while another is published', async () => {
    const { agent, live, draft } = await setUp()
    await hook(agent, '/pre-call', { id: 'long' })
    await versions(agent, 'POST', `/${draft}/publish`)
    const answer = await hook(agent, '/tools/seen', { call_id: 'long' })
    expect(answer.status).toBe(200)
    expect(await versionOf(agent, 'long')).toBe(live)
    expect(await ran(agent, 'new')).toBe('gold')
  })

  test('the live one again, where its draft was deleted', async () => {
    const { agent, live, draft } = await setUp()
    await hook(agent, '/pre-call', { id: 'orphan', agent_version_id: draft })
    await versions(agent, 'DELETE', `/${draft}`)
    expect((await hook(agent, '/tools/seen', { call_id: 'orphan' })).status).toBe(200)
    expect(await versionOf(agent, 'orphan')).toBe(live)
  })

  test('a repeated event starts nothing on another version', async () => {
    const { agent, draft } = await setUp()
    const first = await hook(agent, '/pre-call', { id: 'twice' })
    await versions(agent, 'POST', `/${draft}/publish`)
    const second = await hook(agent, '/pre-call', { id: 'twice' })
    expect(second.headers.get('x-run-id')).toBe(first.headers.get('x-run-id'))
    expect(second.body.prompt_addition).toBe('silver')
  })
})

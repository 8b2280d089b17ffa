import { expect, test } from 'vitest'
import { addDraft, api } from '../../test/support/api.ts'
import { chain, code, definition, pieceTrigger } from '../../test/support/definitions.ts'

const step = (name: string) => code(name, 'export const code = async () => 1')
const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const threeSteps = () => addDraft(definition(trigger, chain(step('step_1'), step('step_2'), step('step_3'))))
const read = async (id: string) => (await api('GET', `/v1/workflow/${id}`)).body
const edit = (id: string, body: object) => api('POST', `/v1/workflow/${id}/operations`, body)
const remove = (...names: string[]) => ({ type: 'DELETE_ACTION', request: { names } })
const note = {
  id: 'n1',
  content: 'Ask **Ana**',
  color: 'blue',
  position: { x: 1.5, y: -2 },
  size: { width: 200, height: 80 },
}

test('several edits are made at once, in order', async () => {
  const id = await threeSteps()
  const operations = [
    { type: 'MOVE_ACTION', request: { name: 'step_3', newParentStep: 'trigger' } },
    { type: 'SET_SKIP_ACTION', request: { names: ['step_3'], skip: true } },
    remove('step_1'),
  ]
  const { status, body } = await edit(id, { operations })
  expect([status, body.message]).toEqual([200, undefined])
  expect(body.trigger.nextAction).toMatchObject({
    name: 'step_3',
    skip: true,
    nextAction: { name: 'step_2' },
  })
  expect(body).toEqual(await read(id))
})

test('where one edit is refused, none is made', async () => {
  const id = await threeSteps()
  const before = await read(id)
  const { status, body } = await edit(id, { operations: [remove('step_1'), remove('step_9')] })
  expect([status, body.error_code]).toEqual([404, 'STEP_NOT_FOUND'])
  expect(await read(id)).toEqual(before)
})

test('edits made on a draft that was edited since are refused, so that none undoes another unseen', async () => {
  const id = await threeSteps()
  const { draft_updated: since } = await read(id)
  const both = await Promise.all(
    ['step_1', 'step_2'].map((name) => edit(id, { since, operations: [remove(name)] })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const refused = both.find(({ status }) => status === 409)
  expect(refused?.body.error_code).toBe('DRAFT_CHANGED')
  const { draft_updated: now } = await read(id)
  expect(now).not.toBe(since)
  expect((await edit(id, { since: now, operations: [remove('step_3')] })).status).toBe(200)
})

test('what is no edit of the draft does not stand in the way of one', async () => {
  const id = await threeSteps()
  const { draft_updated: since } = await read(id)
  await api('PATCH', `/v1/workflow/${id}`, { retention_days: 3 })
  expect((await edit(id, { since, operations: [remove('step_3')] })).status).toBe(200)
})

test('settings and notes are replaced, and a note is no change to publish', async () => {
  const id = await threeSteps()
  await edit(id, { operations: [{ type: 'UPDATE_SETTINGS', request: { settings: { deadlineSeconds: 5 } } }] })
  expect((await api('POST', `/v1/workflow/${id}/publish`)).status).toBe(200)
  const noted = await edit(id, { operations: [{ type: 'UPDATE_NOTES', request: { notes: [note] } }] })
  expect(noted.body).toMatchObject({
    notes: [note],
    settings: { deadlineSeconds: 5 },
    has_unpublished_changes: false,
  })
  const settings = { deadlineSeconds: 9 }
  const set = await edit(id, { operations: [{ type: 'UPDATE_SETTINGS', request: { settings } }] })
  expect(set.body).toMatchObject({ notes: [note], settings, has_unpublished_changes: true })
})

test('bad input is refused, named, and changes nothing', async () => {
  const id = await threeSteps()
  const before = await read(id)
  const refusals: [object, string, string][] = [
    [{ operations: [] }, 'VALIDATION_FAILED', 'operations'],
    [{ operations: [{ type: 'EXPLODE', request: {} }] }, 'VALIDATION_FAILED', 'type'],
    [{ since: 'yesterday', operations: [remove('step_1')] }, 'VALIDATION_FAILED', 'since'],
    [{ operations: [{ type: 'UPDATE_ACTION', request: { name: 'step_1' } }] }, 'OPERATION_INVALID', 'type'],
    [{ operations: [{ type: 'UPDATE_NOTES', request: { notes: [{}] } }] }, 'OPERATION_INVALID', 'notes'],
    [
      { operations: [{ type: 'UPDATE_SETTINGS', request: { settings: { latencyBudgetMs: 99 } } }] },
      'OPERATION_INVALID',
      'latencyBudgetMs',
    ],
    [
      { operations: [{ type: 'UPDATE_SETTINGS', request: { settings: { deadlineSeconds: 0 } } }] },
      'OPERATION_INVALID',
      'deadlineSeconds',
    ],
  ]
  for (const [body, code, named] of refusals) {
    const answer = await edit(id, body)
    expect([answer.status, answer.body.error_code]).toEqual([422, code])
    expect(answer.body.message).toContain(named)
  }
  expect((await edit('nothing', { operations: [remove('step_1')] })).status).toBe(404)
  expect(await read(id)).toEqual(before)
})

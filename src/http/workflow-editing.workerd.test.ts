import { describe, expect, test } from 'vitest'
import { type ApiAnswer, addWorkflow, api } from '../../test/support/api.ts'
import { chain, code, definition, loop, pieceTrigger, router, when } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'

const step = (name: string) => code(name, 'export const code = async () => 1')
const condition = when('abc', 'TEXT_CONTAINS', 'b')
const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })

const START = 'trigger > step_1 > step_2(step_3) > step_4[step_5 | - | step_6]'
const started = definition(
  trigger,
  chain(
    step('step_1'),
    loop('step_2', '{{[1, 2]}}', step('step_3')),
    router('step_4', [
      { name: 'First', when: [[condition]], first: step('step_5') },
      { name: 'Second', when: [[condition]] },
      { name: 'Otherwise', when: 'fallback', first: step('step_6') },
    ]),
  ),
)

async function imported(): Promise<string> {
  const { body } = await api('POST', '/v1/workflow/', { name: 'Edited' })
  expect((await api('POST', `/v1/workflow/${body.id}/import`, started)).status).toBe(200)
  return body.id
}

/** Sends an edit that must work: its answer fits the contract and is what GET says. */
async function edited(id: string, method: string, path: string, body?: unknown) {
  const answer = await api(method, `/v1/workflow/${id}${path}`, body)
  expect([answer.status, answer.body.message]).toEqual([200, undefined])
  expectContract('FlowAllResponse', answer.body)
  const { report: _, ...workflow } = answer.body
  expect((await api('GET', `/v1/workflow/${id}`)).body).toEqual(workflow)
  return answer.body
}

/** The tree in one line: `a > b(c) > d[e | -]`. */
function outline(step: ApiAnswer['body']): string {
  if (step === undefined || Object.keys(step).length === 0) return '-'
  const inner = step.firstLoopAction ? `(${outline(step.firstLoopAction)})` : ''
  const branches = step.children ? `[${step.children.map(outline).join(' | ')}]` : ''
  return `${step.name}${inner}${branches}${step.nextAction ? ` > ${outline(step.nextAction)}` : ''}`
}

const branchNames = ({ settings }: ApiAnswer['body']) =>
  settings.branches.map((branch: { branchName: string }) => branch.branchName)

test('a trigger is replaced, and the steps after it and its name stay', async () => {
  const id = await imported()
  const { name, ...sent } = {
    ...trigger,
    displayName: 'Every hour',
    settings: { ...trigger.settings, pieceName: 'schedule', triggerName: 'every_hour' },
  }
  const { trigger: now } = await edited(id, 'PATCH', '/trigger', sent)
  expect(now).toMatchObject({ name, ...sent })
  expect(outline(now)).toBe(START)
  const empty = { type: 'EMPTY', displayName: 'Choose', settings: {} }
  expect((await edited(id, 'PATCH', '/trigger', empty)).flow_category).toBe('empty')
})

test.each([
  ['trigger', undefined, undefined, START.replace('trigger', 'trigger > step_7')],
  ['step_4', null, null, `${START} > step_7`],
  ['step_3', 'AFTER', undefined, START.replace('step_3', 'step_3 > step_7')],
  ['step_2', 'INSIDE_LOOP', undefined, START.replace('(', '(step_7 > ')],
  ['step_4', 'INSIDE_BRANCH', 0, START.replace('[', '[step_7 > ')],
  ['step_4', 'INSIDE_BRANCH', 1, START.replace('-', 'step_7')],
])('an action is added to %s %s %s', async (parentStep, stepLocationRelativeToParent, branchIndex, tree) => {
  const id = await imported()
  const sent = { parentStep, stepLocationRelativeToParent, branchIndex, action: step('step_7') }
  expect(outline((await edited(id, 'POST', '/action', sent)).trigger)).toBe(tree)
})

test('an action is updated and keeps its place and what is nested in it', async () => {
  const id = await imported()
  const sent = { ...loop('step_2', '{{[3]}}'), displayName: 'Again' }
  const { trigger: now } = await edited(id, 'PATCH', '/action', sent)
  expect(now.nextAction.nextAction).toMatchObject(sent)
  expect(outline(now)).toBe(START)
})

test('an action is deleted with what is nested in it, and what followed it moves up', async () => {
  const id = await imported()
  expect(outline((await edited(id, 'DELETE', '/action/step_2')).trigger)).toBe(
    'trigger > step_1 > step_4[step_5 | - | step_6]',
  )
})

test.each([
  ['step_1', 'step_4', undefined, undefined, `${START.replace(' > step_1', '')} > step_1`],
  [
    'step_1',
    'step_2',
    'INSIDE_LOOP',
    undefined,
    'trigger > step_2(step_1 > step_3) > step_4[step_5 | - | step_6]',
  ],
  ['step_2', 'step_4', 'INSIDE_BRANCH', 1, 'trigger > step_1 > step_4[step_5 | step_2(step_3) | step_6]'],
])('%s is moved to %s %s %s', async (name, newParentStep, location, branchIndex, tree) => {
  const id = await imported()
  const sent = { name, newParentStep, stepLocationRelativeToParent: location, branchIndex }
  expect(outline((await edited(id, 'POST', '/action/move', sent)).trigger)).toBe(tree)
})

describe('branches', () => {
  const routerOf = (body: ApiAnswer['body']) => body.trigger.nextAction.nextAction.nextAction

  test('a branch is added where it is asked for, before the fallback at the latest', async () => {
    const id = await imported()
    const sent = { stepName: 'step_4', branchName: 'New', branchIndex: 1, conditions: [[condition]] }
    const first = routerOf(await edited(id, 'POST', '/branch', sent))
    expect(branchNames(first)).toEqual(['First', 'New', 'Second', 'Otherwise'])
    expect(first.settings.branches[1]).toEqual({
      branchName: 'New',
      branchType: 'CONDITION',
      conditions: [[condition]],
    })
    const last = routerOf(
      await edited(id, 'POST', '/branch', { stepName: 'step_4', branchName: 'Last', branchIndex: 4 }),
    )
    expect(branchNames(last)).toEqual(['First', 'New', 'Second', 'Last', 'Otherwise'])
    expect(outline(last)).toBe('step_4[step_5 | - | - | - | step_6]')
  })

  test.each([
    ['conditions left out', undefined, [[{ operator: 'TEXT_CONTAINS', firstValue: '', secondValue: '' }]]],
    ['conditions null', null, [[{ operator: 'TEXT_CONTAINS', firstValue: '', secondValue: '' }]]],
    [
      'a null operator and case',
      [[{ firstValue: 'a', secondValue: 'b', operator: null, caseSensitive: null }]],
      [[{ firstValue: 'a', secondValue: 'b' }]],
    ],
  ])('a branch may be added with %s', async (_, conditions, kept) => {
    const id = await imported()
    const sent = { stepName: 'step_4', branchName: 'New', branchIndex: 0, conditions }
    const { settings } = routerOf(await edited(id, 'POST', '/branch', sent))
    expect(settings.branches[0]).toMatchObject({ conditions: kept })
    expect(JSON.stringify(settings.branches[0])).not.toContain('null')
  })

  test('a branch is deleted with its steps', async () => {
    const id = await imported()
    const now = routerOf(await edited(id, 'DELETE', '/branch', { stepName: 'step_4', branchIndex: 0 }))
    expect(branchNames(now)).toEqual(['Second', 'Otherwise'])
    expect(outline(now)).toBe('step_4[- | step_6]')
  })

  test('a branch is duplicated beside itself, its steps under new names', async () => {
    const id = await imported()
    const sent = { stepName: 'step_4', branchIndex: 0 }
    const now = routerOf(await edited(id, 'POST', '/branch/duplicate', sent))
    expect(branchNames(now)).toEqual(['First', 'First Copy', 'Second', 'Otherwise'])
    expect(outline(now)).toBe('step_4[step_5 | step_7 | - | step_6]')
  })

  test('a branch is moved with its steps', async () => {
    const id = await imported()
    const sent = { stepName: 'step_4', branchIndex: 0, newIndex: 1 }
    const now = routerOf(await edited(id, 'POST', '/branch/move', sent))
    expect(branchNames(now)).toEqual(['Second', 'First', 'Otherwise'])
    expect(outline(now)).toBe('step_4[- | step_5 | step_6]')
  })
})

test('a reference in an edit is kept as it is written: a field may well be called output', async () => {
  const id = await imported()
  const read = code('step_7', 'export const code = async () => 1', { a: '{{step_1.output.x}}' })
  const { trigger: now } = await edited(id, 'POST', '/action', { parentStep: 'step_1', action: read })
  expect(now.nextAction.nextAction.settings.input).toEqual({ a: '{{step_1.output.x}}' })
})

test('an answer can be imported again, empty branches included', async () => {
  const id = await imported()
  const { body } = await api('GET', `/v1/workflow/${id}`)
  expect(outline(body.trigger)).toBe(START)
  const again = await edited(id, 'POST', '/import', { displayName: body.name, trigger: body.trigger })
  expect(again.trigger).toEqual(body.trigger)
})

const action = step('step_7')
const at = { stepName: 'step_4', branchIndex: 0 }
test.each([
  ['PATCH', '/trigger', { type: 'EMPTY', displayName: '' }, 422, 'VALIDATION_FAILED', 'settings'],
  ['PATCH', '/trigger', { ...trigger, settings: {} }, 422, 'OPERATION_INVALID', 'settings.pieceName'],
  ['POST', '/action', { parentStep: 'step_1' }, 422, 'VALIDATION_FAILED', 'action'],
  ['POST', '/action', { parentStep: 'step_99', action }, 404, 'STEP_NOT_FOUND', 'step_99'],
  ['POST', '/action', { parentStep: 'step_1', action: step('step_5') }, 409, 'STEP_NAME_TAKEN', 'step_5'],
  ['POST', '/action', { parentStep: 'step_1', action: step('7 up') }, 422, 'OPERATION_INVALID', '7 up'],
  [
    'POST',
    '/action',
    { parentStep: 'step_1', action, stepLocationRelativeToParent: 'INSIDE_LOOP' },
    422,
    'LOCATION_INVALID',
    'step_1',
  ],
  [
    'POST',
    '/action',
    { parentStep: 'step_4', action, stepLocationRelativeToParent: 'INSIDE_BRANCH', branchIndex: 3 },
    404,
    'BRANCH_NOT_FOUND',
    'step_4',
  ],
  ['PATCH', '/action', step('step_99'), 404, 'STEP_NOT_FOUND', 'step_99'],
  ['PATCH', '/action', step('trigger'), 422, 'STEP_IS_TRIGGER', 'trigger'],
  ['PATCH', '/action', { ...step('step_1'), type: 'BRANCH' }, 422, 'VALIDATION_FAILED', 'type'],
  ['PATCH', '/action', router('step_4', [{ name: 'Only', when: 'fallback' }]), 422, 'BRANCH_COUNT', 'step_4'],
  ['DELETE', '/action/step_99', undefined, 404, 'STEP_NOT_FOUND', 'step_99'],
  ['DELETE', '/action/trigger', undefined, 422, 'STEP_IS_TRIGGER', 'trigger'],
  ['POST', '/action/move', { name: 'step_99', newParentStep: 'step_1' }, 404, 'STEP_NOT_FOUND', 'step_99'],
  ['POST', '/action/move', { name: 'step_2', newParentStep: 'step_3' }, 422, 'MOVE_INTO_ITSELF', 'step_2'],
  ['POST', '/branch', { ...at, branchName: 'x', branchIndex: 4 }, 404, 'BRANCH_NOT_FOUND', 'step_4'],
  ['POST', '/branch', { ...at, branchName: 'x', branchIndex: -1 }, 422, 'VALIDATION_FAILED', 'branchIndex'],
  ['POST', '/branch', { ...at, branchName: 'x', conditions: [condition] }, 422, 'VALIDATION_FAILED', '[0]'],
  ['DELETE', '/branch', { ...at, stepName: 'step_1' }, 422, 'STEP_IS_NO_ROUTER', 'step_1'],
  ['DELETE', '/branch', { ...at, branchIndex: 9 }, 404, 'BRANCH_NOT_FOUND', 'step_4'],
  ['POST', '/branch/duplicate', { ...at, branchIndex: 2 }, 422, 'BRANCH_IS_FALLBACK', 'step_4'],
  ['POST', '/branch/move', { ...at, newIndex: 2 }, 422, 'BRANCH_IS_FALLBACK', 'step_4'],
  ['POST', '/branch/move', at, 422, 'VALIDATION_FAILED', 'newIndex'],
  ['POST', '/draft', undefined, 409, 'WORKFLOW_NOT_PUBLISHED', 'never published'],
] as const)('%s %s %j is refused with %i %s and changes nothing', async (method, path, sent, ...expected) => {
  const [status, code, named] = expected
  const id = await imported()
  const before = (await api('GET', `/v1/workflow/${id}`)).body
  const answer = await api(method, `/v1/workflow/${id}${path}`, sent)
  expectContract('ErrorResponseSchema', answer.body)
  expect([answer.status, answer.body.error_code]).toEqual([status, code])
  expect(answer.body.message).toContain(named)
  expect((await api('GET', `/v1/workflow/${id}`)).body).toEqual(before)
})

test.each([
  ['/branch/move', { ...at, branchIndex: 9, newIndex: 0 }, 'branchIndex'],
  ['/branch/move', { ...at, newIndex: 9 }, 'newIndex'],
  [
    '/action/move',
    { name: 'step_1', newParentStep: 'step_4', stepLocationRelativeToParent: 'INSIDE_LOOP' },
    'stepLocationRelativeToParent',
  ],
])('POST %s %j is refused under the name its own field has', async (path, sent, field) => {
  const { body } = await api('POST', `/v1/workflow/${await imported()}${path}`, sent)
  expect(body.details.path).toBe(field)
})

test.each([
  ['PATCH', '/trigger', { type: 'EMPTY', displayName: '', settings: {} }],
  ['POST', '/action', { parentStep: 'trigger', action }],
  ['PATCH', '/action', action],
  ['DELETE', '/action/step_1', undefined],
  ['POST', '/action/move', { name: 'step_1', newParentStep: 'step_2' }],
  ['POST', '/branch', { ...at, branchName: 'x' }],
  ['DELETE', '/branch', at],
  ['POST', '/branch/duplicate', at],
  ['POST', '/branch/move', { ...at, newIndex: 1 }],
  ['POST', '/draft', undefined],
])('%s %s of an unknown workflow is 404', async (method, path, sent) => {
  const { status, body } = await api(method, `/v1/workflow/wf_nobody${path}`, sent)
  expectContract('ErrorResponseSchema', body)
  expect([status, body.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
})

test('an edit leaves what is published alone, and the published version can be had back as draft', async () => {
  const id = await addWorkflow(definition(trigger, chain(step('step_1'), step('step_2'))))
  const before = (await api('GET', `/v1/workflow/${id}`)).body
  const version = before.published_version_id
  expect((await edited(id, 'DELETE', '/action/step_1')).published_version_id).toBe(version)
  await edited(id, 'PATCH', '/rename', { name: 'Renamed' })
  const restored = await edited(id, 'POST', '/draft')
  const times = { updated: before.updated, draft_updated: before.draft_updated }
  expect({ ...restored, ...times }).toEqual(before)
  // Publishing what is published already makes no new version.
  expect((await api('POST', `/v1/workflow/${id}/publish`)).body.published_version_id).toBe(version)
})

test('of ten actions added at once, none is lost', async () => {
  const id = await imported()
  const names = Array.from({ length: 10 }, (_, n) => `at_once_${n}`)
  const answers = await Promise.all(
    names.map((name) =>
      api('POST', `/v1/workflow/${id}/action`, { parentStep: 'trigger', action: step(name) }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200))
  const { body } = await api('GET', `/v1/workflow/${id}`)
  expect(
    outline(body.trigger)
      .split(' > ')
      .filter((name) => name.startsWith('at_once'))
      .sort(),
  ).toEqual(names)
})

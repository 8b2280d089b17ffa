import { describe, expect, test } from 'vitest'
import { addWorkflow, api } from '../../test/support/api.ts'
import { chain, code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'

const step = (name: string, input = {}) => code(name, 'export const code = async () => 1', input)
const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const published = () => addWorkflow(definition(trigger, chain(step('step_1'), step('step_2'))))

/** Sends what must work. */
async function ok(method: string, path: string, body?: unknown) {
  const answer = await api(method, `/v1/workflow/${path}`, body)
  expect([answer.status, answer.body.message]).toEqual([200, undefined])
  return answer.body
}

const versionsOf = async (id: string) => (await ok('GET', `${id}/versions`)).data
const rename = (id: string, name: string) => ok('PATCH', `${id}/rename`, { name })

/** A workflow published under two names, and its draft under a third. The versions as they are listed. */
async function threeNames() {
  const id = await published()
  await rename(id, 'Second')
  await ok('POST', `${id}/publish`)
  await rename(id, 'Third')
  return { id, versions: await versionsOf(id) }
}

describe('versions', () => {
  test('are listed with the draft first, then the newest, with who published them', async () => {
    const { versions } = await threeNames()
    const published_by = { type: 'admin', id: 'admin', name: expect.any(String) }
    const common = { id: expect.any(String), created: expect.any(String) }
    expect(versions).toEqual([
      { ...common, state: 'DRAFT', number: null, name: 'Third', published_by: null, is_published: false },
      { ...common, state: 'LOCKED', number: 2, name: 'Second', published_by, is_published: true },
      { ...common, state: 'LOCKED', number: 1, name: 'Test workflow', published_by, is_published: false },
    ])
  })

  test('are paged', async () => {
    const { id, versions } = await threeNames()
    const page = await ok('GET', `${id}/versions?limit=2`)
    expect(page).toMatchObject({ data: versions.slice(0, 2), has_more: true, total_pages: 2 })
    const rest = await ok('GET', `${id}/versions?limit=2&after=${page.last_id}`)
    expect(rest).toMatchObject({ data: versions.slice(2), has_more: false })
  })

  test('are read in the form of a workflow, with what is wrong with them', async () => {
    const { id, versions } = await threeNames()
    const workflow = await ok('GET', id)
    const version = await ok('GET', `${id}/versions/${versions[2].id}`)
    expect(version).toEqual({
      ...versions[2],
      ...{ flow_category: null, trigger: workflow.trigger, schemaVersion: '21', pieces: ['webhook'] },
      ...{ produced_variables: [], consumed_variables: [], valid: true, issues: [] },
    })
    await ok('PATCH', `${id}/action`, step('step_2', { a: '{{step_9.x}}' }))
    expect(await ok('GET', `${id}/versions/${versions[0].id}`)).toMatchObject({
      valid: false,
      issues: [{ severity: 'error', step: 'step_2', path: 'settings.input.a', code: 'REFERENCE_UNKNOWN' }],
    })
  })

  test('are put back over the draft, and what is published stays', async () => {
    const { id, versions } = await threeNames()
    const restored = await ok('POST', `${id}/versions/${versions[2].id}/use-as-draft`)
    expectContract('FlowAllResponse', restored)
    expect(restored).toMatchObject({
      name: 'Test workflow',
      published_version_id: versions[1].id,
      has_unpublished_changes: true,
    })
    expect(await ok('GET', id)).toEqual(restored)
    await ok('POST', `${id}/publish`)
    expect((await versionsOf(id))[1]).toMatchObject({ number: 3, name: 'Test workflow' })
  })

  test('of other workflows are not there', async () => {
    const [mine, theirs] = [await threeNames(), await threeNames()]
    const before = await ok('GET', mine.id)
    const stranger = theirs.versions[1].id
    for (const [method, path] of [
      ['GET', `versions/${stranger}`],
      ['GET', `versions/${stranger}/changes`],
      ['GET', `versions/${mine.versions[0].id}/changes?since=${stranger}`],
      ['POST', `versions/${stranger}/use-as-draft`],
    ] as const) {
      const { status, body } = await api(method, `/v1/workflow/${mine.id}/${path}`)
      expect([status, body.error_code]).toEqual([404, 'VERSION_NOT_FOUND'])
      expect(body.message).toContain(stranger)
    }
    expect(await ok('GET', mine.id)).toEqual(before)
  })

  test('that are the draft cannot be put over it', async () => {
    const { id, versions } = await threeNames()
    const { status, body } = await api('POST', `/v1/workflow/${id}/versions/${versions[0].id}/use-as-draft`)
    expect([status, body.error_code]).toEqual([409, 'VERSION_NOT_LOCKED'])
  })
})

test('a draft is discarded for what is published, under both names of the request', async () => {
  for (const path of ['draft', 'draft/discard']) {
    const id = await published()
    const before = await ok('GET', id)
    expect((await rename(id, 'Other')).has_unpublished_changes).toBe(true)
    const after = await ok('POST', `${id}/${path}`)
    expectContract('FlowAllResponse', after)
    expect(after).toEqual({ ...before, updated: after.updated, draft_updated: after.draft_updated })
    expect(after.has_unpublished_changes).toBe(false)
  }
})

test('where nothing was published there is nothing to go back to', async () => {
  const { body } = await api('POST', '/v1/workflow', { name: 'New' })
  expect(body.has_unpublished_changes).toBe(true)
  const { status, body: error } = await api('POST', `/v1/workflow/${body.id}/draft/discard`)
  expect([status, error.error_code]).toEqual([409, 'WORKFLOW_NOT_PUBLISHED'])
})

describe('changes', () => {
  const told = async (path: string) => {
    const { since, changes } = await ok('GET', path)
    return [since, ...changes.map((each: { kind: string; step: string }) => `${each.kind} ${each.step}`)]
  }

  test('of the draft are those since the publication, of a version those since the one before', async () => {
    const { id, versions } = await threeNames()
    const [draft, second, first] = versions.map((each: { id: string }) => `${id}/versions/${each.id}/changes`)
    await ok('DELETE', `${id}/action/step_1`)
    expect(await told(draft)).toEqual([versions[1].id, 'renamed null', 'removed step_1'])
    expect((await ok('GET', second)).changes).toEqual([
      {
        step: null,
        displayName: 'Second',
        kind: 'renamed',
        fields: [{ path: 'displayName', before: 'Test workflow', after: 'Second' }],
      },
    ])
    expect(await told(first)).toEqual([
      null,
      'renamed trigger',
      'changed trigger',
      'added step_1',
      'added step_2',
    ])
    expect(await told(`${draft}?since=${versions[2].id}`)).toEqual([
      versions[2].id,
      'renamed null',
      'removed step_1',
    ])
  })

  test('are none once all of it is published, nor where only sample data is new', async () => {
    const id = await published()
    const [draft, version] = await versionsOf(id)
    expect(await told(`${id}/versions/${draft.id}/changes`)).toEqual([version.id])
    const sampled = step('step_1')
    sampled.settings.sampleData = { lastTestDate: '2026-01-01' }
    const again = definition(trigger, chain(sampled, step('step_2')))
    const { trigger: now, has_unpublished_changes } = await ok('POST', `${id}/import`, again)
    expect(now.nextAction.settings.sampleData).toEqual(sampled.settings.sampleData)
    expect(has_unpublished_changes).toBe(false)
    expect((await ok('POST', `${id}/publish`)).published_version_id).toBe(version.id)
  })
})

describe('validity', () => {
  const broken = definition(
    trigger,
    chain(
      piece('step_1', 'http', 'send_request', { method: 'GET' }),
      step('step_2', { a: '{{step_1.body}}' }),
    ),
  )
  const nextOf = (workflow: {
    trigger: { nextAction: { valid: boolean; nextAction: { valid: boolean } } }
  }) => [workflow.trigger.nextAction.valid, workflow.trigger.nextAction.nextAction.valid]

  test('is said for each step and for the whole, in lists too, and follows every edit', async () => {
    const { body } = await api('POST', '/v1/workflow', { name: 'Validity' })
    expect(body).toMatchObject({ valid: false, trigger: { valid: false } })
    const boasting = structuredClone(broken)
    boasting.trigger.nextAction!.valid = true
    const { report: _, ...imported } = await ok('POST', `${body.id}/import`, {
      ...boasting,
      displayName: 'Validity',
    })
    expect([imported.valid, imported.trigger.valid, ...nextOf(imported)]).toEqual([false, true, false, true])
    const listed = (await ok('GET', '?search=Validity')).data[0]
    expect(listed).toEqual(imported)
    const input = { method: 'GET', url: 'https://example.com' }
    const mended = await ok('PATCH', `${body.id}/action`, piece('step_1', 'http', 'send_request', input))
    expect([mended.valid, ...nextOf(mended)]).toEqual([true, true, true])
    const deleted = await ok('DELETE', `${body.id}/action/step_1`)
    expect([deleted.valid, deleted.trigger.nextAction.valid]).toEqual([false, false])
  })

  test('is explained, with the step and the field of each issue', async () => {
    const { body } = await api('POST', '/v1/workflow', { name: 'Explained' })
    await ok('POST', `${body.id}/import`, broken)
    expect(await ok('GET', `${body.id}/issues`)).toEqual({
      valid: false,
      issues: [
        {
          severity: 'error',
          step: 'step_1',
          path: 'settings.input.url',
          code: 'INPUT_REQUIRED',
          message: expect.stringContaining('url'),
        },
      ],
    })
    expect(await ok('GET', `${await published()}/issues`)).toEqual({ valid: true, issues: [] })
  })
})

describe('at the same moment', () => {
  test('publications of one draft make one version', async () => {
    const id = await published()
    await rename(id, 'Contested')
    const answers = await Promise.all(Array.from({ length: 4 }, () => ok('POST', `${id}/publish`)))
    expect(new Set(answers.map((each) => each.published_version_id)).size).toBe(1)
    expect((await versionsOf(id)).map((each: { number: number }) => each.number)).toEqual([null, 2, 1])
  })

  test('edits and publications leave each number once, and nothing half published', async () => {
    const id = await published()
    const names = ['a', 'b', 'c']
    await Promise.all(names.flatMap((name) => [rename(id, name), ok('POST', `${id}/publish`)]))
    const last = await ok('POST', `${id}/publish`)
    const [draft, newest, ...older] = await versionsOf(id)
    expect(last).toMatchObject({ published_version_id: newest.id, has_unpublished_changes: false })
    expect(newest).toMatchObject({ name: draft.name, is_published: true })
    const numbers = [newest, ...older].map((each: { number: number }) => each.number)
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index))
  })

  test('a version put back and an action added are both done, one after the other', async () => {
    const { id, versions } = await threeNames()
    await Promise.all([
      ok('POST', `${id}/versions/${versions[2].id}/use-as-draft`),
      ok('POST', `${id}/action`, { parentStep: 'trigger', action: step('step_3') }),
    ])
    const after = await ok('GET', id)
    // Whichever came last: the restored version, with the action or without it.
    expect(after.name).toBe('Test workflow')
    expect(['step_1', 'step_3']).toContain(after.trigger.nextAction.name)
  })
})

test.each([
  ['GET', 'issues'],
  ['GET', 'versions'],
  ['GET', 'versions/ver_1'],
  ['GET', 'versions/ver_1/changes'],
  ['POST', 'versions/ver_1/use-as-draft'],
  ['POST', 'draft/discard'],
])('%s %s of an unknown workflow is 404', async (method, path) => {
  const { status, body } = await api(method, `/v1/workflow/wf_nobody/${path}`)
  expect([status, body.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
})

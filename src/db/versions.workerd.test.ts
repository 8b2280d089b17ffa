import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Definition } from '../workflow/schema.ts'
import { openDb } from './client.ts'
import type { ActorRef } from './schema-access.ts'
import { getVersion, listVersions, lockedDefinition, publishDraft } from './versions.ts'
import { createWorkflow, deleteWorkflow, editDraft, getWorkflow, hasUnpublishedChanges } from './workflows.ts'

const db = openDb(env.DB)
const NOW = 1_000
const by: ActorRef = { type: 'member', id: 'm_1', name: 'Ana' }

const named = (displayName: string): Definition => ({
  displayName,
  trigger: { name: 'trigger', type: 'EMPTY', displayName: '', settings: {} },
})
const rename = (id: string, name: string) => editDraft(db, id, NOW, () => named(name))
const publish = (id: string, check = async () => {}) => publishDraft(db, id, { by, now: NOW, check })
const listed = async (id: string) =>
  (await listVersions(db, id, { limit: 10 })).data.map(({ state, number, name }) => [state, number, name])

test('what is published is what was checked, also where an edit comes in between', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  const checked: string[] = []
  const published = await publishDraft(db, id, {
    by,
    now: NOW,
    async check({ draft }) {
      checked.push(draft.name)
      if (checked.length < 3) await rename(id, `${draft.name}b`)
    },
  })
  expect(checked).toEqual(['a', 'ab', 'abb'])
  const version = await getVersion(db, id, published.publishedVersionId ?? '')
  expect(version).toMatchObject({ state: 'LOCKED', number: 1, name: 'abb', publishedBy: by })
  expect(await getWorkflow(db, id)).toEqual(published)
  expect(hasUnpublishedChanges(published)).toBe(false)
})

test('a publication that always comes too late gives up, having published nothing', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  let edits = 0
  const never = publish(id, async () => {
    await rename(id, `edit ${edits++}`)
  })
  await expect(never).rejects.toMatchObject({ code: 'WORKFLOW_BUSY', retryable: true })
  expect(await listed(id)).toEqual([['DRAFT', null, `edit ${edits - 1}`]])
})

test('a draft that is refused is not published', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  const refused = publish(id, async () => {
    throw new Error('not like this')
  })
  await expect(refused).rejects.toThrow('not like this')
  expect(await listed(id)).toHaveLength(1)
})

test('of publications at once each other state gets a number of its own, and the same state only one', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  const [one, other] = await Promise.all([publish(id), publish(id)])
  expect(one.publishedVersionId).toBe(other.publishedVersionId)
  await rename(id, 'never published')
  let isLate = false
  await publish(id, async () => {
    if (isLate) return
    isLate = true
    await rename(id, 'b')
    await publish(id)
    await rename(id, 'c')
  })
  expect(await listed(id)).toEqual([
    ['DRAFT', null, 'c'],
    ['LOCKED', 3, 'c'],
    ['LOCKED', 2, 'b'],
    ['LOCKED', 1, 'a'],
  ])
})

test('versions that are published within one millisecond are listed in order', async () => {
  const { id } = await createWorkflow(db, named('0'), NOW)
  for (let n = 1; n <= 5; n++) {
    await rename(id, String(n))
    await publish(id)
  }
  expect((await listed(id)).map(([, number]) => number)).toEqual([null, 5, 4, 3, 2, 1])
})

test('a workflow that is deleted while it is published stays as it was', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  const late = publish(id, async () => deleteWorkflow(db, id, NOW))
  await expect(late).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
  expect(await listed(id)).toEqual([['DRAFT', null, 'a']])
})

test('a version that is put back over the draft meets an edit at the same moment, and neither is lost', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  const { publishedVersionId } = await publish(id)
  await rename(id, 'b')
  let tries = 0
  const restored = await editDraft(db, id, NOW, async () => {
    if (tries++ === 0) await rename(id, 'c')
    return lockedDefinition(db, id, publishedVersionId ?? '')
  })
  expect([tries, restored.draft.name]).toEqual([2, 'a'])
  expect(hasUnpublishedChanges(restored)).toBe(false)
})

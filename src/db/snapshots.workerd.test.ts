import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { definition, pieceTrigger } from '../../test/support/definitions.ts'
import { openDb } from './client.ts'
import { runs } from './schema.ts'
import { saveSnapshot } from './snapshots.ts'

const DAY = 86_400_000
const db = openDb(env.DB)
const made = definition(pieceTrigger('webhook', 'catch_webhook'))
const named = (displayName: string) => ({ ...made, displayName })

const left = async (workflowId: string) => {
  const query =
    "SELECT definition ->> 'displayName' AS name FROM snapshots WHERE workflow_id = ? ORDER BY name"
  const { results } = await env.DB.prepare(query).bind(workflowId).all<{ name: string }>()
  return results.map(({ name }) => name)
}

const addRun = (workflowId: string, versionId: string, createdAt: number) =>
  db.insert(runs).values({
    id: `run-of-${versionId}`,
    workflowId,
    versionId,
    name: 'x',
    eventKind: 'manual',
    environment: 'TESTING',
    status: 'PAUSED',
    stepsCount: 0,
    answeredMs: null,
    answeredBy: null,
    createdAt,
    updatedAt: createdAt,
    revision: 1,
  })

test('the same definition of the same workflow has one snapshot, however many ask at once', async () => {
  const ids = await Promise.all([1, 2, 3].map((now) => saveSnapshot(db, 'wf_a', made, now)))
  expect(new Set(ids).size).toBe(1)
  expect(await saveSnapshot(db, 'wf_b', made, 4)).not.toBe(ids[0])
  expect(await saveSnapshot(db, 'wf_a', named('Other'), 4)).not.toBe(ids[0])
  expect(await left('wf_a')).toEqual(['Other', 'Test workflow'])
})

test('a snapshot stays while a run needs it, or may soon, and goes after that', async () => {
  const start = 100 * DAY
  const used = await saveSnapshot(db, 'wf_c', named('used'), start)
  await addRun('wf_c', used, start + 5)
  await saveSnapshot(db, 'wf_c', named('unused'), start)
  await saveSnapshot(db, 'wf_c', named('again'), start)
  await saveSnapshot(db, 'wf_c', named('again'), start + DAY)
  await saveSnapshot(db, 'wf_d', named('other workflow'), start)
  await saveSnapshot(db, 'wf_c', named('new'), start + DAY + 1)
  expect(await left('wf_c')).toEqual(['again', 'new', 'used'])
  expect(await left('wf_d')).toEqual(['other workflow'])
  await saveSnapshot(db, 'wf_c', named('newer'), start + 40 * DAY)
  expect(await left('wf_c')).toEqual(['newer', 'used'])
})

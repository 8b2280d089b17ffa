import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { openDb } from './client.ts'
import { countUnknownEvent, listUnknownEvents } from './unknown-events.ts'

const db = openDb(env.DB)
const NOW = Date.parse('2026-03-03T09:00:00Z')
const count = (agentId: string, type: string, at = NOW) => countUnknownEvent(db, { agentId, type }, at)
const counts = async (agentId: string) =>
  (await listUnknownEvents(db, agentId)).map((each) => [each.type, each.count])

test('each type of an agent has its count and its times, the latest first', async () => {
  await count('a', 'x', NOW)
  await count('a', '', NOW + 1)
  await count('a', 'x', NOW + 9)
  await count('a', 'x', NOW + 5)
  await count('other', 'x', NOW)
  expect(await listUnknownEvents(db, 'a')).toEqual([
    { agentId: 'a', type: 'x', count: 3, firstAt: NOW, lastAt: NOW + 9 },
    { agentId: 'a', type: '', count: 1, firstAt: NOW + 1, lastAt: NOW + 1 },
  ])
})

test('all of those that come at once are counted', async () => {
  await Promise.all(Array.from({ length: 8 }, () => count('b', 'x')))
  expect(await counts('b')).toEqual([['x', 8]])
})

test('a flood of types stays bounded: those beyond the first 20 count as one', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, n) => count('c', `type ${n}`)))
  await count('c', '*', NOW + 1)
  const [others, ...known] = await counts('c')
  expect(others).toEqual(['*', 41])
  expect(known).toHaveLength(20)
  const [type] = known[0] as [string]
  await count('c', type)
  expect(await counts('c')).toContainEqual([type, 2])
})

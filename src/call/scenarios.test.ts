import { expect, test } from 'vitest'
import { createPlatform, planCall } from './scenarios.ts'

const FULL = '+34600000095'

function dialling(number: string, platform = createPlatform()) {
  return (requestId: string, to = number) => {
    const { status, isPlaced } = platform.answer(planCall(to, {}), to, requestId)
    return [status, isPlaced]
  }
}

test.each([
  ['+34600000001', 201, true],
  ['+34600000090', 201, true],
  ['+34600000096', 500, false],
  ['+34600000097', 500, true],
])('a request to dial %s is answered with %i', (number, status, isPlaced) => {
  const dial = dialling(number)
  expect([dial('a'), dial('a'), dial('b')]).toEqual(Array(3).fill([status, isPlaced]))
})

test('a platform that is full takes the call the next time, whatever id it has then', () => {
  const dial = dialling(FULL)
  expect([dial('a'), dial('a'), dial('a')]).toEqual([
    [429, false],
    [201, true],
    [201, true],
  ])
  expect([dial('b'), dial('c')]).toEqual([
    [429, false],
    [201, true],
  ])
})

test('it tells numbers apart, and forgets the oldest', () => {
  const dial = dialling(FULL, createPlatform(2))
  const statuses = ['+34600000195', '+34600000295', '+34600000395'].map((to) => dial('a', to)[0])
  expect(statuses).toEqual([429, 429, 429])
  expect(dial('a', '+34600000395')[0]).toBe(201)
  expect(dial('a', '+34600000195')[0]).toBe(429)
})

test('a phone rings for as long as the call says, else as long as the network has it', () => {
  expect(planCall('+34600000001', {}, 2).ringMs).toBe(2000)
  expect(planCall('+34600000001', { simulate: { ring_seconds: 0 } }, 2).ringMs).toBe(0)
})

import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { isCoded, toErrorData } from '../errors.ts'
import { createStore } from './store-client.ts'

test('items added at once are all kept', async () => {
  const store = createStore(env.STORES, 'test:concurrent')
  const numbers = Array.from({ length: 40 }, (_, i) => i)
  await Promise.all(numbers.map((n) => store.addToList('list', [n], false, `once-${n}`)))
  expect(new Set((await store.get('list')) as number[])).toEqual(new Set(numbers))
})

test('the same edit sent many times at once happens once, and all get the same answer', async () => {
  const store = createStore(env.STORES, 'test:once')
  const answers = await Promise.all(Array.from({ length: 10 }, () => store.append('text', 'a', ',', 'same')))
  expect(answers).toEqual(Array(10).fill('a'))
  expect(await store.get('text')).toBe('a')
})

test('scopes do not see each other', async () => {
  await createStore(env.STORES, 'test:one').put('k', { a: [1, null] })
  expect(await createStore(env.STORES, 'test:one').get('k')).toEqual({ a: [1, null] })
  expect(await createStore(env.STORES, 'test:two').get('k')).toBeUndefined()
})

test('an error keeps its code on the way out of the object', async () => {
  const store = createStore(env.STORES, 'test:errors')
  const error = await store.put('k'.repeat(129), 1).catch((thrown: unknown) => thrown)
  expect(error).toSatisfy(isCoded)
  expect(toErrorData(error)).toMatchObject({ code: 'STORE_KEY_INVALID', retryable: false })
})

test('removing tells whether there was something', async () => {
  const store = createStore(env.STORES, 'test:remove')
  await store.put('k', ['a', 'b', 'a'])
  expect(await store.removeFromList('k', 'a')).toEqual(['b'])
  expect([await store.remove('k'), await store.remove('k')]).toEqual([true, false])
})

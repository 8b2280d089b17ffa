import { expect, test } from 'vitest'
import type { Json } from '../../src/json.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const resumeUrl = (key: string, query: Record<string, string> = {}) =>
  `https://example.com/waits/${key}?${new URLSearchParams(query)}`

function run() {
  const store = memoryStore()
  const services = { resumeUrl, store: () => store }
  return {
    links: (path: string) =>
      outputOf(piece, 'create_approval_links', {}, { path, services }) as Promise<Record<string, string>>,
    wait: async (path: string) =>
      (await runAction(piece, 'wait_for_approval', {}, { path, services })).wait?.key,
  }
}

test('the links lead to the wait that follows', async () => {
  const { links, wait } = run()
  const made = await links('step_1')
  const key = await wait('step_2')
  expect(made).toEqual({
    approvalLink: resumeUrl(key ?? '', { action: 'approve' }),
    disapprovalLink: resumeUrl(key ?? '', { action: 'disapprove' }),
  })
})

test('iterations that run at the same time each wait for their own links', async () => {
  const { links, wait } = run()
  await links('loop[0].step_1')
  await links('loop[1].step_1')
  const keys = [await wait('loop[0].step_2'), await wait('loop[1].step_2')]
  expect(keys[0]).toContain('loop[0]')
  expect(keys[1]).toContain('loop[1]')
})

test('an older link clicked again does not decide the next approval', async () => {
  const { links, wait } = run()
  await links('step_1')
  const first = await wait('step_2')
  await links('step_3')
  expect(await wait('step_4')).not.toBe(first)
})

test.each([
  ['approve', true],
  ['disapprove', false],
  ['other', false],
  [undefined, false],
])('the action %s means approved: %s', async (action, approved) => {
  const payload: Json = { queryParams: action ? { action } : {}, body: null, headers: {} }
  expect(await outputOf(piece, 'wait_for_approval', {}, resumeWith(payload))).toEqual({ approved })
})

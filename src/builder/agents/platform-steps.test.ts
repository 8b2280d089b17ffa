import { expect, test } from 'vitest'
import { platformSteps } from './platform-steps.ts'
import { PLATFORMS } from './platforms.ts'

test('every platform whose language we speak is set up in five steps, one of them with the address for events', () => {
  for (const [provider, { piece }] of Object.entries(PLATFORMS)) {
    const steps = platformSteps(provider)
    expect([provider, steps.length]).toEqual([provider, piece === null ? 0 : 5])
    if (piece !== null) expect(steps.some(({ path }) => path === '')).toBe(true)
  }
})

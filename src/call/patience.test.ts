import { expect, test } from 'vitest'
import { preCallWait, waitFor } from './patience.ts'
import { providers } from './providers/registry.ts'

const NOBODY_SAYS = { deadlineSeconds: undefined, budgetMs: undefined }
const agent = { deadlineSeconds: null }

/** Seconds that platforms wait, as they publish them: for a function by itself and at most, and for the start of a call. */
const PUBLISHED: [platform: string, tool: number, toolAtMost: number, preCall: number][] = [
  ['vapi', 20, Number.POSITIVE_INFINITY, 7.5],
  ['retell', 120, 600, 10],
  ['elevenlabs', 20, 120, Number.POSITIVE_INFINITY],
  ['twilio', 15, 15, 15],
  ['ultravox', 2.5, 40, Number.POSITIVE_INFINITY],
  ['bland', 10, 60, 2],
  ['telnyx', 10, Number.POSITIVE_INFINITY, 10],
]

test.each(PUBLISHED)('%s hears from us before it gives up', (platform, tool, toolAtMost, preCall) => {
  const patience = providers[platform]!.patience
  expect(waitFor(NOBODY_SAYS, agent, patience)).toBeLessThan(tool * 1000)
  expect(waitFor({ ...NOBODY_SAYS, deadlineSeconds: 3_600 }, agent, patience)).toBeLessThan(toolAtMost * 1000)
  expect(preCallWait({ timeoutMs: 3_600_000, budgetMs: undefined }, patience)).toBeLessThan(preCall * 1000)
})

test('the shortest of what agent and workflow say counts', () => {
  const patience = { tool: 10_000, toolAtMost: 30_000 }
  const ms = (tool: number | undefined, own: number | null) =>
    waitFor({ ...NOBODY_SAYS, deadlineSeconds: tool }, { deadlineSeconds: own }, patience)
  expect([ms(undefined, null), ms(20, null), ms(undefined, 5), ms(20, 5), ms(60, 45)]).toEqual([
    8_000, 16_000, 4_000, 4_000, 24_000,
  ])
})

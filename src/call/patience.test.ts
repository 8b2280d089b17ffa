import { expect, test } from 'vitest'
import { preCallWait, waitFor } from './patience.ts'
import { providers } from './providers/registry.ts'

const agent = { deadlineSeconds: null }
const tool = (deadlineSeconds?: number, budgetMs?: number) => ({ deadlineSeconds, budgetMs })

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

test.each(PUBLISHED)('%s hears from us before it gives up', (platform, usual, toolAtMost, preCall) => {
  const patience = providers[platform]!.patience
  const workflow = { timeoutMs: 55_000 } as Parameters<typeof preCallWait>[0]
  expect(waitFor(tool(), agent, patience)).toBeLessThan(usual * 1000)
  expect(waitFor(tool(3_600), agent, patience)).toBeLessThan(toolAtMost * 1000)
  expect(preCallWait(workflow, patience)).toBeLessThan(preCall * 1000)
})

test('the shortest of what agent and workflow say counts, less a fifth for the way', () => {
  const patience = { tool: 10_000, toolAtMost: 30_000 }
  const ms = (own: number | null, ...of: Parameters<typeof tool>) =>
    waitFor(tool(...of), { deadlineSeconds: own }, patience)
  expect([ms(null), ms(null, 20), ms(5), ms(5, 20), ms(45, 60), ms(5, 20, 1_000)]).toEqual([
    8_000, 16_000, 4_000, 4_000, 24_000, 800,
  ])
})

import { sampleArguments } from '../../src/call/simulator.ts'
import type { ToolDescription } from '../../src/call/tools.ts'
import type { PlatformFixture, Sent } from './fixture.ts'

/** One thing that a platform tells us in a call. */
export interface Moment {
  /** `pre-call`, `tools/…`, `call-finished` */
  what: string
  kind: 'tool' | 'event'
  sent: Sent
}

/** A whole call in the platform's own words: it starts where the platform says so, calls every function, and ends. */
export function momentsOf(
  platform: PlatformFixture,
  tools: Pick<ToolDescription, 'name' | 'parameters'>[],
  callId: string,
): Moment[] {
  const { preCall, tool, finished } = platform
  const start = preCall ? [{ what: 'pre-call', kind: 'event' as const, sent: preCall(callId) }] : []
  const called = tools.flatMap(({ name, parameters }) => {
    const sent = tool?.(name, sampleArguments(parameters), { callId, toolCallId: `${callId}-${name}` })
    return sent ? [{ what: `tools/${name}`, kind: 'tool' as const, sent }] : []
  })
  return [...start, ...called, { what: 'call-finished', kind: 'event', sent: finished(callId) }]
}

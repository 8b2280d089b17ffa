import type { StepTest, WorkflowTest } from '../../../client/api.d.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { findStep, isTrigger } from '../../../workflow/walk.ts'
import { ApiError, answerOf, api } from '../../api/client.ts'
import { follow, type LiveMessage as Message } from '../../api/live.ts'
import { queryClient } from '../../api/query-client.ts'
import { toastError } from '../../ui/toast.tsx'
import { ofWorkflow, workflowKeys } from '../api.ts'
import type { Bench } from '../bench.ts'
import { type LiveMessage, type Overlay, type StepState, withMessage } from '../run/overlay.ts'
import { openStep } from '../state/actions.ts'

/** Tests of the draft: of one step, of the steps up to one, of the whole. */

const NOTHING_YET: Overlay = { states: new Map(), isOver: false }

/** The list of runs may lag behind them by half a second. Milliseconds. */
const LIST_LAG_MS = 1_000

/** Reads what steps gave in a test anew. */
export function refreshSamples({ workflowId }: Bench): Promise<void> {
  const read = (queryKey: readonly string[]) => queryClient.invalidateQueries({ queryKey })
  setTimeout(() => void read(workflowKeys.tests(workflowId)), LIST_LAG_MS)
  return read(workflowKeys.samples(workflowId))
}

/** Tests one step on the samples of others. @throws ApiError SAMPLE_MISSING, and what else the API refuses with */
export async function testStep(bench: Bench, name: string, live = false): Promise<StepTest> {
  await bench.editor.settled()
  show(bench, name, { status: 'RUNNING', duration: null, error: null, attempts: 1 })
  try {
    const path = { flow_id: bench.workflowId, step_name: name }
    const result = await answerOf(
      api.POST('/v1/workflow/{flow_id}/steps/{step_name}/test', { params: { path }, body: { live } }),
    )
    const { success, duration, error } = result
    show(bench, name, {
      status: success ? 'SUCCEEDED' : 'FAILED',
      duration,
      error: error?.message ?? null,
      attempts: 1,
    })
    await refreshSamples(bench)
    return result
  } catch (error) {
    bench.view.set({ overlay: null })
    throw error
  }
}

function show({ view }: Bench, name: string, state: StepState): void {
  const states = new Map(view.get().overlay?.states)
  states.set(name, state)
  view.set({ overlay: { states, isOver: state.status !== 'RUNNING' } })
}

/** The steps on the way from the trigger to a step, in order, without those that are skipped. */
export function wayTo(definition: Definition, name: string): string[] {
  const way: string[] = []
  for (let visit = findStep(definition, name); visit; ) {
    const { step, parent } = visit
    if (!isTrigger(step) && !step.skip) way.unshift(step.name)
    visit = parent ? findStep(definition, parent.name) : undefined
  }
  return way
}

/** Tests each step on the way to one, and that one: what each gives is there for the next. Ends where one fails. */
export async function testUpTo(bench: Bench, name: string): Promise<void> {
  bench.view.set({ overlay: NOTHING_YET })
  try {
    const { definition } = bench.editor.get()
    if (!bench.view.get().samples.has(definition.trigger.name)) await sampleEvent(bench)
    for (const each of wayTo(definition, name)) {
      const { success } = await testStep(bench, each)
      if (success && each !== name) continue
      openStep(bench, each, 'test')
      return
    }
  } catch (error) {
    toastError(error)
  }
}

/** Has the trigger give a sample event: of its service, or an example. */
export async function sampleEvent(
  bench: Bench,
  payload?: Record<string, never>,
): Promise<Record<string, unknown>[]> {
  await bench.editor.settled()
  const body = payload === undefined ? {} : { payload }
  const { events } = await answerOf(
    api.POST('/v1/workflow/{flow_id}/trigger/test', { ...ofWorkflow(bench.workflowId), body }),
  )
  await refreshSamples(bench)
  return events
}

interface RunMessage extends Message {
  run?: { id: string; environment: string; created: string }
}

/** Tests the whole draft. The canvas shows each step as it runs. */
export async function testFlow(bench: Bench, live: boolean): Promise<WorkflowTest> {
  await bench.editor.settled()
  bench.view.set({ overlay: NOTHING_YET })
  const stop = followTest(bench)
  try {
    const asked = ofWorkflow(bench.workflowId)
    const result = await answerOf(api.POST('/v1/workflow/{flow_id}/test', { ...asked, body: { live } }))
    bench.view.set({ overlay: overlayOfTest(result) })
    await refreshSamples(bench)
    return result
  } catch (error) {
    bench.view.set({ overlay: null })
    if (error instanceof ApiError && error.code === 'SAMPLE_MISSING') {
      await sampleEvent(bench)
      return testFlow(bench, live)
    }
    throw error
  } finally {
    stop()
  }
}

/** Follows the runs of the workflow until the test's appears, and then that run. @returns what ends it */
function followTest(bench: Bench): () => void {
  const asked = ofWorkflow(bench.workflowId)
  let stopRun: (() => void) | undefined
  const stopFeed = follow<RunMessage>({
    path: `/v1/workflow/${bench.workflowId}/executions/live`,
    ticket: () => answerOf(api.POST('/v1/workflow/{flow_id}/executions/live-ticket', asked)),
    onMessage: ({ run }) => {
      if (run?.environment === 'TESTING' && !stopRun) stopRun = followRun(bench, run.id)
    },
  })
  return () => {
    stopFeed()
    stopRun?.()
  }
}

/** Shows a run on the canvas as it goes on. @returns what ends it */
export function followRun(bench: Bench, runId: string, onEnd?: () => void): () => void {
  const asked = { params: { path: { run_id: runId } } }
  return follow<Message & LiveMessage>({
    path: `/v1/workflow/executions/${runId}/live`,
    ticket: () => answerOf(api.POST('/v1/workflow/executions/{run_id}/live-ticket', asked)),
    onMessage: (message) => {
      const { overlay } = bench.view.get()
      if (overlay && !overlay.isOver) bench.view.set({ overlay: withMessage(overlay, message) })
      if (message.type === 'end') onEnd?.()
    },
  })
}

interface TestedStep {
  status: StepState['status']
  duration: number | null
  error: { message: string } | null
  attempts: unknown[]
  output: { iterations?: unknown[] } | null
}

/** What a test of the whole did, the steps in loops as they were the first time. */
function overlayOfTest({ steps }: WorkflowTest): Overlay {
  const states = new Map<string, StepState>()
  const look = (recorded: Record<string, unknown>) => {
    for (const [name, step] of Object.entries(recorded as Record<string, TestedStep>)) {
      const iterations = step.output?.iterations
      states.set(name, {
        status: step.status,
        duration: step.duration,
        error: step.error?.message ?? null,
        attempts: step.attempts.length,
        ...(Array.isArray(iterations) && { iterations: iterations.length }),
      })
      if (Array.isArray(iterations) && iterations[0]) look(iterations[0] as Record<string, unknown>)
    }
  }
  look(steps)
  return { states, isOver: true }
}

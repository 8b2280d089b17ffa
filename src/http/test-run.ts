import * as z from 'zod'
import { dispatch, runsOf } from '../call/dispatch.ts'
import { openDb } from '../db/client.ts'
import { type NewSample, sameSteps, saveSamples } from '../db/samples.ts'
import { saveSnapshot } from '../db/snapshots.ts'
import { getWorkflow, type Workflow } from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import { eventObject } from '../run/ids.ts'
import type { EventKind, RunReply, StartRequest } from '../run/protocol.ts'
import { runNotFound } from '../run/run-rows.ts'
import type { Definition } from '../workflow/schema.ts'

/** An error as runs record it. */
export const ErrorView = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  details: z.unknown().optional(),
})

/** What a test runs, and how. */
export interface TestRequest extends Omit<StartRequest, 'workflow' | 'fill'> {
  workflow: Workflow
  /** its draft, or a changed copy of that */
  definition: Definition
  kind: EventKind
  /** the same again finds the same run; a new one each time where left out */
  eventId?: string
  trial: NonNullable<StartRequest['trial']>
}

/** Starts a TESTING run of a definition as it is now. Answers when the run does, or after `waitMs`. */
export async function startTest(env: Cloudflare.Env, request: TestRequest): Promise<RunReply> {
  const { workflow, definition, eventId = crypto.randomUUID(), ...start } = request
  const { id, draft } = workflow
  const versionId = await saveSnapshot(openDb(env.DB), id, definition, Date.now())
  return dispatchTest(env, { workflow: { id, versionId, name: draft.name }, eventId, ...start })
}

/** The same for a snapshot. The same `eventId` again finds the same run. */
export async function dispatchTest(
  env: Cloudflare.Env,
  { kind, eventId: given, ...start }: StartRequest & { kind: EventKind; eventId: string },
): Promise<RunReply> {
  const eventId = `test:${given}`
  const { runs } = await dispatch(runsOf(env), eventObject(start.workflow.id, eventId), {
    event: { id: eventId, kind, at: Date.now() },
    environment: 'TESTING',
    starts: [start],
  })
  const [run] = runs
  if (!run) throw runNotFound(eventId)
  return run
}

/** Keeps what a test gave for the steps that the draft still has by now. */
export async function keepSamples(env: Cloudflare.Env, { id, draft }: Workflow, samples: NewSample[]) {
  const db = openDb(env.DB)
  const now = await getWorkflow(db, id)
  const still = sameSteps(draft.definition, now.draft.definition)
  const kept = samples.filter(({ step }) => still.has(step))
  await saveSamples(db, id, kept, Date.now())
}

/** Why a test can't be run: these steps have no sample. */
export function sampleMissing(steps: string[]): CodedError {
  const names = steps.map((name) => `"${name}"`).join(', ')
  const message = `There is no sample of ${names} yet: test ${steps.length > 1 ? 'them' : 'it'} first, or save one.`
  return new CodedError('SAMPLE_MISSING', message, { details: { steps } })
}

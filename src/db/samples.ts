import { and, eq, not, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Definition } from '../workflow/schema.ts'
import { type Step, steps } from '../workflow/walk.ts'
import type { Db } from './client.ts'
import { samples } from './schema.ts'

export type SampleType = (typeof samples.$inferSelect)['type']

/** What a step gave, or got, in a test. */
export interface NewSample {
  step: string
  type: SampleType
  payload: Json
}

/** A row of D1 holds 2 MB. */
export const MAX_SAMPLE_BYTES = 1024 * 1024

/** Rows of five values that fit the 100 parameters of one statement. */
const ROWS_A_STATEMENT = 20

const utf8 = new TextEncoder()

/** True where a value is small enough to be kept. */
export function fitsSample(payload: Json): boolean {
  return utf8.encode(JSON.stringify(payload)).length <= MAX_SAMPLE_BYTES
}

/** @throws CodedError SAMPLE_TOO_LARGE */
export function checkSampleSize(payload: Json): void {
  if (fitsSample(payload)) return
  const message = `The sample is larger than ${MAX_SAMPLE_BYTES} bytes as JSON: keep a shorter one.`
  throw new CodedError('SAMPLE_TOO_LARGE', message)
}

/** The stored sample of a step; undefined where there is none. */
export async function readSample(
  db: Db,
  workflowId: string,
  step: string,
  type: SampleType,
): Promise<{ payload: Json } | undefined> {
  const row = await db
    .select({ payload: samples.payload })
    .from(samples)
    .where(and(eq(samples.workflowId, workflowId), eq(samples.step, step), eq(samples.type, type)))
    .get()
  return row && { payload: row.payload ?? null }
}

/** The stored outputs of these steps, by name. */
export async function readOutputs(
  db: Db,
  workflowId: string,
  names: Iterable<string>,
): Promise<Map<string, Json>> {
  const isNamed = sql`${samples.step} IN (SELECT value FROM json_each(${JSON.stringify([...names])}))`
  const rows = await db
    .select({ step: samples.step, payload: samples.payload })
    .from(samples)
    .where(and(eq(samples.workflowId, workflowId), eq(samples.type, 'OUTPUT'), isNamed))
  return new Map(rows.map(({ step, payload }) => [step, payload ?? null]))
}

/** A stored sample, as a list tells of it. */
export interface SampleSummary {
  step: string
  updatedAt: number
  pinned: boolean
  /** undefined where it would make the list too long */
  payload?: Json
}

/** The outputs stored for a workflow, the smallest first: with what they hold while `maxCharacters` last. */
export async function listOutputs(
  db: Db,
  workflowId: string,
  maxCharacters: number,
): Promise<SampleSummary[]> {
  const length = sql<number>`length(${samples.payload})`
  const isOutput = and(eq(samples.workflowId, workflowId), eq(samples.type, 'OUTPUT'))
  const { step, updatedAt, pinned } = samples
  const rows = await db
    .select({ step, updatedAt, pinned, length })
    .from(samples)
    .where(isOutput)
    .orderBy(length)
  let total = 0
  const short = rows.filter((row) => {
    total += row.length
    return total <= maxCharacters
  })
  const names = short.map((row) => row.step)
  const payloads = await readOutputs(db, workflowId, names)
  return rows.map((row) => ({
    step: row.step,
    updatedAt: row.updatedAt,
    pinned: row.pinned,
    ...(payloads.has(row.step) && { payload: payloads.get(row.step) }),
  }))
}

/** Keeps what a test gave in the place of older samples, all or none. Pinned ones stay. */
export async function saveSamples(
  db: Db,
  workflowId: string,
  given: readonly NewSample[],
  now: number,
): Promise<void> {
  const rows = given.map((sample) => ({ ...sample, workflowId, updatedAt: now }))
  const writes = []
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const values = rows.slice(start, start + ROWS_A_STATEMENT)
    writes.push(db.insert(samples).values(values).onConflictDoUpdate(replaceSample))
  }
  const [first, ...others] = writes
  if (first) await db.batch([first, ...others])
}

const ofStep = [samples.workflowId, samples.step, samples.type]
const given = { payload: sql`excluded.payload`, updatedAt: sql`excluded.updated_at` }

/** How what a test gave takes the place of the sample before. */
export const replaceSample = { target: ofStep, set: given, setWhere: sql`${samples.pinned} = 0` }

/** Keeps a sample that somebody chose, also in the place of a pinned one. @param pinned undefined leaves it as it is */
export async function setSample(
  db: Db,
  workflowId: string,
  sample: NewSample,
  pinned: boolean | undefined,
  now: number,
): Promise<void> {
  const set = pinned === undefined ? given : { ...given, pinned }
  await db
    .insert(samples)
    .values({ ...sample, workflowId, updatedAt: now, pinned: pinned ?? false })
    .onConflictDoUpdate({ target: ofStep, set })
}

/** Forgets a step's sample of that type, or both. */
export async function deleteSamples(
  db: Db,
  workflowId: string,
  step: string,
  type: SampleType | undefined,
): Promise<void> {
  await db
    .delete(samples)
    .where(
      and(
        eq(samples.workflowId, workflowId),
        eq(samples.step, step),
        type === undefined ? undefined : eq(samples.type, type),
      ),
    )
}

/** Which samples of a workflow no longer belong to a step once `before` has become `after`. */
export function staleSamples(workflowId: string, before: Definition, after: Definition): SQL | undefined {
  const names = JSON.stringify([...sameSteps(before, after)])
  const isSame = sql`${samples.step} IN (SELECT value FROM json_each(${names}))`
  return and(eq(samples.workflowId, workflowId), not(isSame))
}

/** Names of the steps that are still there in `after`: one of another kind is another step, whatever its name. */
export function sameSteps(before: Definition, after: Definition): Set<string> {
  const kinds = new Map(Array.from(steps(before), ({ step }) => [step.name, kindOf(step)]))
  const same = [...steps(after)].filter(({ step }) => kinds.get(step.name) === kindOf(step))
  return new Set(same.map(({ step }) => step.name))
}

function kindOf({ type, settings }: Step): string {
  const { pieceName, actionName, triggerName } = (settings ?? {}) as Record<string, unknown>
  return JSON.stringify([type, pieceName, actionName ?? triggerName])
}

import { isObject } from '../../json.ts'
import { definitionIssue } from '../issue.ts'
import { MAX_STEPS, TOO_MANY_STEPS } from '../limits.ts'
import type { Parsed } from '../parse.ts'
import { linkKeys } from '../walk.ts'
import { branchToRouter } from './branch.ts'
import { codeSource } from './code-source.ts'
import { httpResponse } from './http-response.ts'
import { inputInfo, sampleData } from './input-info.ts'
import { pieceVersion } from './piece-version.ts'
import type { Change, RawStep, Renewal } from './renewal.ts'
import { builtInTrigger } from './trigger.ts'

/**
 * What happens to every step, in this order. Each looks at the form it finds and not at `schemaVersion`: files that
 * were edited by hand, or lost their version on the way, are read as well.
 */
const RENEWALS: readonly Renewal[] = [
  branchToRouter,
  httpResponse,
  inputInfo,
  codeSource,
  pieceVersion,
  sampleData,
]

/**
 * Fields that say what the workflow was elsewhere, or that are derived from its steps: Activepieces', then those that
 * Diga and we answer with.
 */
const FOREIGN = new Set([
  ...['agentIds', 'backupFiles', 'connectionIds', 'flowId', 'id', 'state', 'updatedBy', 'valid'],
  ...['created', 'updated', 'name', 'status', 'flow_category', 'produced_variables', 'consumed_variables'],
  ...['published_version_id', 'report'],
])

/**
 * A workflow of any age in today's form, as far as it can be told before its fields are checked. The input may be
 * anything and is not changed.
 */
export function renewFlow(raw: unknown): Parsed<{ flow: unknown; changes: Change[] }> {
  if (!isObject(raw)) return { ok: true, value: { flow: raw, changes: [] } }
  const flow = Object.fromEntries(Object.entries(raw).filter(([field]) => !FOREIGN.has(field)))
  const changes: Change[] = []
  const pending: Link[] = [{ holder: flow, key: 'trigger' }]
  let count = 0
  for (let link = pending.pop(); link; link = pending.pop()) {
    const first = Reflect.get(link.holder, link.key)
    const renewals = link.holder === flow ? [builtInTrigger, ...RENEWALS] : RENEWALS
    const { value, skipped } = presentStep(first, changes)
    count += skipped + 1
    if (count > MAX_STEPS) {
      return { ok: false, issues: [definitionIssue('trigger', 'TOO_MANY_STEPS', TOO_MANY_STEPS)] }
    }
    const renewed = isObject(value) ? renewStep(value, renewals, changes) : value
    if (renewed !== first) Reflect.set(link.holder, link.key, renewed)
    if (isObject(renewed)) pending.push(...linksOf(renewed).reverse())
  }
  return { ok: true, value: { flow, changes } }
}

interface Link {
  holder: object
  key: string | number
}

function renewStep(raw: RawStep, renewals: readonly Renewal[], changes: Change[]): RawStep {
  const step = typeof raw.name === 'string' ? raw.name : null
  return renewals.reduce(
    (renewed, renewal) => renewal(renewed, (code, message) => changes.push({ step, code, message })),
    // A copy: links are replaced in it.
    { ...raw },
  )
}

/** The first step of a chain that is one: MISSING stood for a step that its builder could not show. */
function presentStep(first: unknown, changes: Change[]): { value: unknown; skipped: number } {
  let value = first
  let skipped = 0
  while (isObject(value) && value.type === 'MISSING' && skipped <= MAX_STEPS) {
    const step = typeof value.name === 'string' ? value.name : null
    changes.push({ step, code: 'STEP_DROPPED', message: 'It was marked as missing, and was left out.' })
    value = value.nextAction
    skipped++
  }
  return { value, skipped }
}

/** Where other steps hang on a step. Its list of children is copied, so that they can be replaced. */
function linksOf(step: RawStep): Link[] {
  const links = linkKeys(step.type).flatMap((key): Link[] => {
    const value = step[key]
    if (key !== 'children' || !Array.isArray(value)) return [{ holder: step, key }]
    const children = [...value]
    step.children = children
    return children.map((_child, index) => ({ holder: children, key: index }))
  })
  // Empty branches and absent links are no steps, and what has no type is refused by the parser.
  return links.filter(({ holder, key }) => {
    const value: unknown = Reflect.get(holder, key)
    return isObject(value) && 'type' in value
  })
}

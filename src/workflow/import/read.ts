import { FLAT_SCHEMA_VERSION, toFlatReferences } from '../dialect.ts'
import { definitionIssue, type Issue } from '../issue.ts'
import { MAX_ISSUES } from '../limits.ts'
import { type Parsed, parseDefinition } from '../parse.ts'
import type { Definition } from '../schema.ts'
import { flowsIn } from './file.ts'
import { renameLoopFields } from './loop-fields.ts'
import { renewFlow } from './renew.ts'
import type { Change } from './renewal.ts'

/** A workflow that was read, and what was rewritten on the way. */
export interface Imported {
  definition: Definition
  changes: Change[]
}

/** Workflows that may be imported at once. */
export const MAX_WORKFLOWS = 100

/** Reads a file of any form that holds exactly one workflow; see `flowsIn` for the forms. */
export function readWorkflow(input: unknown): Parsed<Imported> {
  const flows = flowsIn(input)
  if (flows.length === 1) return readFlow(flows[0])
  const message = `The file holds ${flows.length} workflows: import it as new workflows.`
  return { ok: false, issues: [definitionIssue('flows', 'NOT_ONE_WORKFLOW', message)] }
}

/** Reads every workflow of a file, at least one and at most MAX_WORKFLOWS. One that doesn't fit spoils all. */
export function readWorkflows(input: unknown): Parsed<Imported[]> {
  const flows = flowsIn(input)
  if (flows.length === 0 || flows.length > MAX_WORKFLOWS) {
    const message = `The file holds ${flows.length} workflows: bring 1 to ${MAX_WORKFLOWS}.`
    return { ok: false, issues: [definitionIssue('flows', 'WORKFLOW_COUNT', message)] }
  }
  const read: Imported[] = []
  const issues: Issue[] = []
  for (const [index, flow] of flows.entries()) {
    const result = readFlow(flow)
    if (result.ok) read.push(result.value)
    else for (const issue of result.issues) issues.push(flows.length === 1 ? issue : inFlow(issue, index))
    if (issues.length >= MAX_ISSUES) break
  }
  return issues.length > 0 ? { ok: false, issues: issues.slice(0, MAX_ISSUES) } : { ok: true, value: read }
}

/** Reads one workflow: old forms are renewed, then it is parsed, then its references are made flat. */
function readFlow(raw: unknown): Parsed<Imported> {
  const renewed = renewFlow(raw)
  if (!renewed.ok) return renewed
  const { flow, changes } = renewed.value
  const parsed = parseDefinition(flow)
  if (!parsed.ok) return parsed
  const flat = toFlatReferences(parsed.definition, (step) => {
    const message = "References to outputs, such as {{step_1['output'].x}}, became {{step_1.x}}."
    changes.push({ step, code: 'REFERENCES_FLATTENED', message })
  })
  const definition = { ...renameLoopFields(flat, changes), schemaVersion: FLAT_SCHEMA_VERSION }
  return { ok: true, value: { definition, changes } }
}

/** An issue of one workflow among several. */
function inFlow(issue: Issue, index: number): Issue {
  const message = `Workflow ${index + 1}: ${issue.message}`
  if (issue.step !== null) return { ...issue, message }
  return { ...issue, path: `flows[${index}]${issue.path && `.${issue.path}`}`, message }
}

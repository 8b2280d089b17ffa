import type * as z from 'zod'
import { FunctionCallInput, PreCallInput } from '../../pieces/diga/triggers.ts'
import type { PublishedWorkflow } from '../db/directory.ts'
import type { Json } from '../json.ts'
import type { WorkflowRef } from '../run/protocol.ts'
import { shortPieceName } from '../workflow/piece-name.ts'

/** What proves that a request comes from an agent's platform. */
export interface AgentSecrets {
  /** hex SHA-256 */
  bearerHash: string
  signingKey: CryptoKey
  /** what the platform signs with in its own way: several while they are changed */
  secrets: readonly string[]
}

/** An agent made ready for calls: whatever a call needs is worked out once, when the agent is loaded. */
export interface Agent extends AgentSecrets {
  id: string
  /** the version whose workflows these are */
  versionId: string
  /** every version of the agent that a call may name */
  versionIds: ReadonlySet<string>
  name: string
  provider: string
  /** its secrets are still known, and nothing else */
  isDeleted: boolean
  /** how long a sync function call may take; null means the provider's default */
  deadlineSeconds: number | null
  phoneNumber: string | null
  /** where a generic agent's outbound calls are asked for */
  outboundUrl: string | null
  /** of the platform's own piece: opens its API */
  connectionId: string | null
  /** what the platform calls the agent, and the number it calls from */
  platformAgentId: string | null
  platformNumberId: string | null
  /** in assignment order, as are the others */
  preCall: PreCallWorkflow[]
  tools: Tool[]
  callFinished: WorkflowRef[]
}

export interface PreCallWorkflow {
  ref: WorkflowRef
  timeoutMs: number
  budgetMs: number | undefined
  abortOnFailure: boolean
}

export type Parameter = z.output<typeof FunctionCallInput>['parameters'][number]

/** A during-call workflow as a function the agent may call. */
export interface Tool {
  ref: WorkflowRef
  /** the workflow's name in the letters every platform allows; unique in its agent */
  name: string
  description: string
  parameters: Parameter[]
  async: boolean
  deadlineSeconds: number | undefined
  budgetMs: number | undefined
  /** what is said where the workflow failed or took too long */
  fallback: Json | undefined
  /** what the agent says while it waits */
  filler: string | undefined
  /** changes nothing */
  readOnly: boolean
  /** how long a repeat of the same call of the function shares the first one's result */
  repeatWindowMs: number
}

/** An agent's workflows by what starts them. */
export type CallWorkflows = Pick<Agent, 'preCall' | 'tools' | 'callFinished'>

/** Sorts an agent's workflows. One whose trigger is not filled in can't be started, and is left out. */
export function callWorkflows(workflows: PublishedWorkflow[]): CallWorkflows {
  const sorted: CallWorkflows = { preCall: [], tools: [], callFinished: [] }
  const taken = new Set<string>()
  for (const workflow of workflows) {
    const { pieceName = '', triggerName, input = {} } = workflow.trigger
    if (shortPieceName(pieceName) !== 'diga') continue
    const ref: WorkflowRef = { id: workflow.id, versionId: workflow.versionId, name: workflow.name }
    if (triggerName === 'callFinished') sorted.callFinished.push(ref)
    if (triggerName === 'preCall') {
      const { data } = PreCallInput.safeParse(input)
      if (data) sorted.preCall.push(preCallWorkflow(ref, data, workflow.settings))
    }
    if (triggerName === 'functionCall') {
      const { data } = FunctionCallInput.safeParse(input)
      if (data) sorted.tools.push(tool(ref, data, workflow.settings, uniqueName(ref, taken)))
    }
  }
  return sorted
}

function preCallWorkflow(
  ref: WorkflowRef,
  { timeout, abort_on_failure }: z.output<typeof PreCallInput>,
  { latencyBudgetMs: budgetMs }: PublishedWorkflow['settings'],
): PreCallWorkflow {
  return { ref, timeoutMs: timeout * 1000, budgetMs, abortOnFailure: abort_on_failure }
}

function tool(
  ref: WorkflowRef,
  input: z.output<typeof FunctionCallInput>,
  settings: PublishedWorkflow['settings'],
  name: string,
): Tool {
  return {
    ref,
    name,
    description: input.description,
    parameters: input.parameters,
    async: input.executionMode === 'async',
    deadlineSeconds: settings.deadlineSeconds,
    budgetMs: settings.latencyBudgetMs,
    fallback: settings.fallbackAnswer as Json | undefined,
    filler: settings.filler,
    readOnly: settings.readOnly === true,
    repeatWindowMs: repeatWindowMs(settings),
  }
}

/**
 * Somebody who talks across the agent makes it call the same function again, under a new id. What only reads is done
 * again: it may have something new to say.
 */
const REPEAT_WINDOW_SECONDS = 30

const repeatWindowMs = ({ repeatWindowSeconds, readOnly }: PublishedWorkflow['settings']): number =>
  (repeatWindowSeconds ?? (readOnly === true ? 0 : REPEAT_WINDOW_SECONDS)) * 1000

/** Longest name of a function that every platform takes. */
const MAX_NAME = 64

/** A workflow's name as functions may be called: letters, digits, `_` and `-`. Empty where nothing is left. */
function functionName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{Mark}/gu, '')
  return plain
    .replace(/[^a-zA-Z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MAX_NAME)
}

function uniqueName(ref: WorkflowRef, taken: Set<string>): string {
  const base = functionName(ref.name) || `workflow_${functionName(ref.id)}`.slice(0, MAX_NAME)
  let name = base
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base.slice(0, MAX_NAME - 4)}_${n}`
  taken.add(name.toLowerCase())
  return name
}

/** The tool an agent means: by the workflow's name as it stands, else in function letters, in any case. */
export function findTool(agent: Agent, name: string): Tool | undefined {
  const wanted = functionName(name).toLowerCase()
  return (
    agent.tools.find((each) => each.ref.name === name) ??
    agent.tools.find((each) => each.name.toLowerCase() === wanted)
  )
}

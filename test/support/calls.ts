import { type Agent, callWorkflows, type Parameter, type Tool } from '../../src/call/agent.ts'
import { importSigningSecret } from '../../src/call/signature.ts'
import type { PublishedWorkflow } from '../../src/db/directory.ts'
import type { Answer } from '../../src/engine/ports.ts'
import type { DispatchReply, DispatchRequest, RunApi, RunReply } from '../../src/run/protocol.ts'

/** The secret of the published Standard Webhooks test vector. */
export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A published workflow that starts with a trigger of the Diga piece. Its id follows from its name. */
export function callWorkflow(
  name: string,
  triggerName: string,
  input: Record<string, unknown> = {},
  settings: PublishedWorkflow['settings'] = {},
): PublishedWorkflow {
  const trigger = { pieceName: 'diga', triggerName, input }
  return { id: `wf_${name}`, name, versionId: `ver_${name}`, category: null, trigger, settings }
}

/** An agent with these workflows. */
export async function makeAgent(
  workflows: PublishedWorkflow[],
  changes: Partial<Agent> = {},
): Promise<Agent> {
  return {
    id: 'agent_1',
    versionId: 'live',
    versionIds: new Set(['live']),
    isDeleted: false,
    name: 'Test agent',
    provider: 'generic',
    bearerHash: '',
    signingKey: await importSigningSecret(SIGNING_SECRET),
    deadlineSeconds: null,
    phoneNumber: null,
    outboundUrl: null,
    connectionId: null,
    platformAgentId: null,
    platformNumberId: null,
    secrets: [],
    ...callWorkflows(workflows),
    ...changes,
  }
}

/** A parameter as the Function Call trigger keeps it. */
export function parameter(name: string, changes: Partial<Parameter> = {}): Parameter {
  const base = { type: 'text', required: false, description: '', valueSource: 'ai' } as const
  return { name, ...base, dynamicVariableName: undefined, ...changes }
}

/** A sync tool with these parameters. */
export function makeTool(parameters: Parameter[], changes: Partial<Tool> = {}): Tool {
  return {
    ref: { id: 'wf_book', versionId: 'ver_book', name: 'book' },
    name: 'book',
    description: 'Books a table.',
    parameters,
    async: false,
    deadlineSeconds: undefined,
    budgetMs: undefined,
    fallback: undefined,
    filler: undefined,
    readOnly: false,
    repeatWindowMs: 30_000,
    ...changes,
  }
}

/** How a run stands; ended well and silently unless told otherwise. */
export function runReply(changes: Partial<RunReply> = {}): RunReply {
  const base = { runId: 'run_1', workflowId: 'wf_book', name: 'book' }
  return {
    ...base,
    status: 'SUCCEEDED',
    settled: 'ended',
    answer: null,
    error: null,
    durationMs: 5,
    ...changes,
  }
}

/** A run that answered. */
export function answered(answer: Answer, changes: Partial<RunReply> = {}): RunReply {
  return runReply({ settled: 'answered', status: 'RUNNING', answer, ...changes })
}

/** What Return Response gives. */
export const says = (body: string | Record<string, string | number>): Answer => ({
  kind: 'response',
  format: typeof body === 'string' ? 'text' : 'json',
  body,
})

/** Run objects that keep what they are sent and answer as told. */
export function fakeRuns(reply: (request: DispatchRequest) => Partial<DispatchReply> | Promise<never>) {
  const sent: { object: string; request: DispatchRequest }[] = []
  const runs = (object: string) =>
    ({
      async dispatch(request: DispatchRequest) {
        sent.push({ object, request })
        return { duplicate: false, variables: {}, runs: [], ...(await reply(request)) }
      },
    }) as unknown as RunApi
  return { runs, sent }
}

import type { Answer, StepCall, StepResult } from '../../src/engine/ports.ts'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { createStepHost } from '../../src/piece/host.ts'
import { createHttpClient, type HttpClient } from '../../src/piece/http-client.ts'
import type { Piece } from '../../src/piece/piece.ts'
import type { Services } from '../../src/piece/services.ts'

/** What a test may set about the run around the action. */
export interface RunOverrides extends Partial<Omit<StepCall, 'input'>> {
  http?: HttpClient
  services?: Partial<Services>
  /** what the step notes of its fields */
  propertySettings?: Record<string, unknown>
}

const refuse = (name: string) => () => {
  throw new CodedError('NOT_IN_THIS_TEST', `This test gave no service "${name}".`)
}

const noServices: Services = {
  store: refuse('store'),
  placeCall: refuse('placeCall'),
  doNotCall: { has: refuse('doNotCall'), add: refuse('doNotCall'), remove: refuse('doNotCall') },
  watchCall: refuse('watchCall'),
  campaigns: { call: refuse('campaigns'), progress: refuse('campaigns'), control: refuse('campaigns') },
  startWorkflow: refuse('startWorkflow'),
  resumeUrl: refuse('resumeUrl'),
  files: { read: refuse('files'), write: refuse('files') },
}

/** Runs one action of a piece through the real step host, so its input goes through the schema. */
export async function runAction(
  piece: Piece,
  actionName: string,
  input: Record<string, unknown>,
  { http, services, propertySettings, ...call }: RunOverrides = {},
): Promise<StepResult> {
  const host = createStepHost({
    http: http ?? createHttpClient({ allowPrivateHosts: true }),
    runCode: refuse('runCode'),
    services: () => ({ ...noServices, ...services }),
    connections: async () => ({}),
  })
  const prepared = await host.prepare({
    name: 'step_1',
    displayName: 'step_1',
    type: 'PIECE',
    settings: {
      ...{ pieceName: piece.name, pieceVersion: piece.version, actionName, input },
      ...(propertySettings && { propertySettings }),
    },
  })
  return prepared.run({
    runId: 'run_1',
    workflowId: 'wf_1',
    path: 'step_1',
    attempt: 1,
    idempotencyKey: 'run_1/step_1',
    signal: new AbortController().signal,
    ...call,
    input,
  })
}

/** The output of an action that needs nothing from its run. */
export async function outputOf(
  piece: Piece,
  actionName: string,
  input: Record<string, unknown>,
  overrides?: RunOverrides,
): Promise<unknown> {
  return (await runAction(piece, actionName, input, overrides)).output
}

/** What a resumed action gets. */
export function resumeWith(payload: Json, state: Json = null): Pick<StepCall, 'resume'> {
  return { resume: { payload, timedOut: false, state } }
}

/** The answer of an action that must give one. */
export function answerOf(result: StepResult): Answer {
  if (!result.answer) throw new Error('The action answered nothing.')
  return result.answer
}

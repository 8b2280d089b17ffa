import { runsOf } from '../call/dispatch.ts'
import { CodedError } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import type { RunApi } from '../run/protocol.ts'

/** The object that holds a run. @throws CodedError RUN_NOT_FOUND for what can't be a run's id */
export function objectHolding(env: Cloudflare.Env, runId: string): RunApi {
  const name = objectOfRun(runId)
  if (name === undefined) throw runNotFound(runId)
  return runsOf(env)(name)
}

export const runNotFound = (runId: string) => new CodedError('RUN_NOT_FOUND', `There is no run "${runId}".`)

import { seal, unseal } from '../connection/seal.ts'
import type { AgentRow } from '../db/schema.ts'

/** What an agent of a platform keeps beside its own secrets. */
export interface PlatformSecrets {
  /** the bearer secret itself, to be put into the tools that are made at the platform; null in agents of older days */
  bearer: string | null
  /** what the platform signs with, newest first */
  secrets: string[]
}

/** An agent's, as they are stored. @throws CodedError CONFIG_MISSING */
export function sealPlatformSecrets(
  env: Cloudflare.Env,
  agentId: string,
  kept: PlatformSecrets,
): Promise<string> {
  return seal(env, kept, agentId)
}

/** An agent's, opened. @throws CodedError CONFIG_MISSING, DECRYPT_FAILED */
export async function platformSecrets(
  env: Cloudflare.Env,
  { id, platformSecrets: stored }: Pick<AgentRow, 'id' | 'platformSecrets'>,
): Promise<PlatformSecrets> {
  return stored === null ? { bearer: null, secrets: [] } : unseal<PlatformSecrets>(env, stored, id)
}

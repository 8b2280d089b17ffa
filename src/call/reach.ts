import { openConnections, renewConnection } from '../connection/open.ts'
import { CodedError } from '../errors.ts'
import { httpClientFor } from '../piece/http-client.ts'
import type { Connected } from '../piece/piece.ts'
import { loadPiece } from '../piece/registry.ts'
import type { Agent } from './agent.ts'
import type { Reach } from './providers/provider.ts'
import { providerNamed } from './providers/registry.ts'

/** What the adapter of an agent's platform may reach. Nothing is opened before it is asked for. */
export function reachOf(agent: Agent, env: Cloudflare.Env, http: Reach['http'] = httpClientFor(env)): Reach {
  return {
    http,
    async api() {
      const piece = providerNamed(agent.provider)?.piece
      if (!piece || !agent.connectionId) {
        const message = `Agent "${agent.id}" can't reach its platform: set its "connection_id".`
        throw new CodedError('OUTBOUND_NOT_CONFIGURED', message)
      }
      return openApi(env, piece, agent.connectionId, http)
    },
  }
}

/**
 * The API of a platform, by a connection of its piece.
 * @throws CodedError CONNECTION_NOT_FOUND, CONNECTION_INACTIVE, CONNECTION_INVALID
 */
export async function openApi(
  env: Cloudflare.Env,
  pieceName: string,
  connectionId: string,
  http: Reach['http'] = httpClientFor(env),
): Promise<Connected> {
  const piece = await loadPiece(pieceName)
  const { [connectionId]: opened } = await openConnections(env, [connectionId])
  const value = opened?.value ?? null
  const refresh = async () => (await renewConnection(env, connectionId, value))?.value
  const connected = piece.connect?.(http, { id: connectionId, value, refresh })
  if (!connected) throw new CodedError('INTERNAL_ERROR', `The piece "${pieceName}" has no service.`)
  return connected
}

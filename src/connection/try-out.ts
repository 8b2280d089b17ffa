import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, toErrorData } from '../errors.ts'
import type { HttpClient } from '../piece/http-client.ts'
import type { Connection, Piece } from '../piece/piece.ts'
import { secretsOf } from './secrets.ts'
import { type ConnectionValue, stepValue } from './value.ts'

/**
 * Tries credentials out at their service. A piece that has no way to do so lets everything pass.
 * @param id of the connection, where it is kept already
 * @throws CodedError CONNECTION_REFUSED with the service's words, or SERVICE_UNAVAILABLE where it had trouble, which says
 *   nothing about them; the code of what happened is in `details.reason`
 */
export async function tryOut(
  http: HttpClient,
  piece: Piece,
  value: ConnectionValue,
  kept: Pick<Connection, 'id' | 'refresh'> = {},
): Promise<void> {
  if (!piece.validate || !piece.connect) return
  try {
    await piece.validate(piece.connect(http, { ...kept, value: stepValue(kept.id ?? '', value) }))
  } catch (thrown) {
    const { code, message, retryable } = toErrorData(thrown)
    const words = withoutSecrets(message, secretsOf(piece, value))
    const details = { reason: code }
    if (!retryable) throw new CodedError('CONNECTION_REFUSED', words, { details })
    const trouble = `The credentials could not be tried out. ${words}`
    throw new CodedError('SERVICE_UNAVAILABLE', trouble, { retryable, details })
  }
}

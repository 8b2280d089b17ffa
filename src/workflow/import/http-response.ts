import { isObject } from '../../json.ts'
import { shortPieceName } from '../piece-name.ts'
import { type Renewal, settingsOf } from './renewal.ts'

/** From this version of the http piece on, the body of its response stood under `data`. */
const BODY_UNDER_DATA = [0, 5, 0]

/** "Return response" moved from the http piece to the webhook piece (Activepieces' schema version 6). */
export const httpResponse: Renewal = (step, tell) => {
  const settings = settingsOf(step)
  const { pieceName, pieceVersion, actionName } = settings
  const isHttp = typeof pieceName === 'string' && shortPieceName(pieceName) === 'http'
  if (step.type !== 'PIECE' || !isHttp || actionName !== 'return_response') return step
  const old = isObject(settings.input) ? settings.input : {}
  const body = bodyOf(old.body, pieceVersion)
  const fields = {
    ...(body === undefined ? {} : { body }),
    ...(old.status === undefined ? {} : { status: old.status }),
    ...(old.headers ? { headers: old.headers } : {}),
  }
  tell('RESPONSE_MOVED', 'Return Response of the piece http became that of the piece webhook.')
  const input = { respond: 'stop', responseType: old.body_type || 'json', fields }
  const manual = { type: 'MANUAL' }
  const propertySettings = { respond: manual, responseType: manual, fields: manual }
  return {
    ...step,
    settings: {
      ...settings,
      pieceName: '@activepieces/piece-webhook',
      pieceVersion: '0.1.20',
      input,
      propertySettings,
    },
  }
}

function bodyOf(body: unknown, pieceVersion: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined
  if (!isAtLeast(pieceVersion, BODY_UNDER_DATA)) return body
  return 'data' in body ? body.data : undefined
}

function isAtLeast(version: unknown, least: readonly number[]): boolean {
  const parts = String(version).replace(/^[~^]/, '').split('.').map(Number)
  for (const [index, part] of least.entries()) {
    const own = parts[index] ?? 0
    if (own !== part) return own > part
  }
  return true
}

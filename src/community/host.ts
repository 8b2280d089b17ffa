import { RpcTarget } from 'cloudflare:workers'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { GuestAnswer, GuestRequest } from './egress.ts'

/** Scopes of a piece's store, as the guest names them. */
export type PieceScope = 'FLOW' | 'COLLECTION'

/** What a call of a piece may ask for. Whoever fills this has bound it to one run or trigger of one piece. */
export interface HostParts {
  fetch(request: GuestRequest): Promise<GuestAnswer>
  get(scope: PieceScope, key: string): Promise<Json | undefined>
  put(scope: PieceScope, key: string, value: Json): Promise<void>
  remove(scope: PieceScope, key: string): Promise<void>
  /** the value of a connection of this very piece; null for any other */
  connection(id: string): Promise<Json>
  /** a link to the file */
  writeFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string>
  /** workflows, for pieces that call others */
  flows(): Promise<Json>
}

/**
 * The one live object that reaches a loaded Worker, as an argument of its call. It holds nothing but functions that
 * are bound already; values of the store cross as JSON text, so that they are read by our own rules.
 */
export class PieceHost extends RpcTarget {
  readonly #parts: HostParts
  constructor(parts: HostParts) {
    super()
    this.#parts = parts
  }
  fetch(request: GuestRequest): Promise<GuestAnswer> {
    return this.#parts.fetch(request)
  }
  async get(scope: string, key: string): Promise<string | null> {
    const value = await this.#parts.get(scopeOf(scope), String(key))
    return value === undefined ? null : JSON.stringify(value)
  }
  put(scope: string, key: string, text: string): Promise<void> {
    return this.#parts.put(scopeOf(scope), String(key), JSON.parse(text) as Json)
  }
  remove(scope: string, key: string): Promise<void> {
    return this.#parts.remove(scopeOf(scope), String(key))
  }
  async connection(id: string): Promise<string> {
    return JSON.stringify(await this.#parts.connection(String(id)))
  }
  writeFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    return this.#parts.writeFile(String(name), bytes)
  }
  async flows(): Promise<string> {
    return JSON.stringify(await this.#parts.flows())
  }
}

const scopeOf = (scope: string): PieceScope => (scope === 'COLLECTION' ? 'COLLECTION' : 'FLOW')

const refuse = async (): Promise<never> => {
  throw new CodedError('PIECE_UNSUPPORTED', 'A piece may do this in a step only.')
}

/** What a call has that is bound to nothing. */
export const noParts: HostParts = {
  fetch: refuse,
  get: async () => undefined,
  put: refuse,
  remove: refuse,
  connection: async () => null,
  writeFile: refuse,
  flows: async () => [],
}

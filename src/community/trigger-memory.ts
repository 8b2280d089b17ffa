import { isObject, type Json } from '../json.ts'
import type { KeyValueStore } from '../piece/services.ts'
import { keyOf } from './bound.ts'
import type { InstalledPiece } from './code.ts'
import type { HostParts } from './host.ts'

/**
 * What a trigger of a community piece remembers. It is one value of the store, written once a hook has ended: the
 * piece's own checkpoint and the items it gave with it are durable together, so that a crash before their runs have
 * started loses none of them. The next poll hands them over once more, under the same ids.
 */
export interface Memory {
  store: Pick<HostParts, 'get' | 'put' | 'remove'>
  pending: { id: string; data: Json }[]
  entries: Map<string, Json>
  /** as it was read, to see whether anything changed */
  before: string
}

/** A store's value holds 512 KB. Where items make it larger, only the checkpoint is kept. */
const MAX_CHARS = 400_000

const keyFor = (piece: Pick<InstalledPiece, 'name'>): string => keyOf(piece, 'memory')

/** What the trigger remembers, with the piece's store over it. */
export async function loadMemory(store: KeyValueStore, piece: Pick<InstalledPiece, 'name'>): Promise<Memory> {
  const value = await store.get(keyFor(piece))
  const { entries: kept, pending } = isObject(value) ? value : {}
  const entries = new Map(Object.entries((kept ?? {}) as Record<string, Json>))
  const memory: Memory = {
    entries,
    pending: (pending ?? []) as Memory['pending'],
    before: '',
    store: {
      get: async (scope, key) => entries.get(`${scope}/${key}`),
      put: async (scope, key, item) => void entries.set(`${scope}/${key}`, item),
      remove: async (scope, key) => void entries.delete(`${scope}/${key}`),
    },
  }
  memory.before = textOf(memory)
  return memory
}

/** @throws CodedError STORE_VALUE_TOO_LARGE */
export async function saveMemory(
  store: KeyValueStore,
  piece: Pick<InstalledPiece, 'name'>,
  memory: Memory,
): Promise<void> {
  const text = textOf(memory)
  if (text === memory.before) return
  const kept = text.length <= MAX_CHARS ? text : textOf({ ...memory, pending: [] })
  await store.put(keyFor(piece), JSON.parse(kept) as Json)
}

const textOf = ({ entries, pending }: Memory): string =>
  JSON.stringify({ entries: Object.fromEntries(entries), pending })

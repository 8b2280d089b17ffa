import * as z from 'zod'
import type { KeyValueStore } from '../../src/piece/services.ts'
import type { Turn } from './question.ts'

/** What is kept of a conversation: more would make every further question dearer. Turns. */
const MAX_TURNS = 40

const Kept = z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() }))

/** The conversation kept under a key; empty where none is, or something else. */
export async function recall(store: KeyValueStore, key: string): Promise<Turn[]> {
  const kept = Kept.safeParse(await store.get(key))
  return kept.success ? kept.data : []
}

/** Keeps the latest turns of a conversation. Of two runs at the same time, the later one's is kept. */
export async function remember(store: KeyValueStore, key: string, turns: readonly Turn[]): Promise<void> {
  await store.put(
    key,
    turns.slice(-MAX_TURNS).map(({ role, text }) => ({ role, text })),
  )
}

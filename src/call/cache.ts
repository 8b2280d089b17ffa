/** How old an entry may be, in milliseconds. */
export interface CacheOptions {
  /** below this age it counts as just read */
  newMs: number
  /** up to this age it is handed out as it is */
  freshMs: number
  /** up to this age it is handed out while it is loaded anew in the background */
  staleMs: number
  maxEntries: number
}

export interface Cache<T> {
  /** `loaded` is true where the value was read just now: reading it again would tell nothing new */
  get(
    key: string,
    load: () => Promise<T | null>,
    background: Background,
  ): Promise<{ value: T | null; loaded: boolean }>
  /** reads the value anew, whatever is kept */
  reload(key: string, load: () => Promise<T | null>): Promise<T | null>
  /** forgets one entry, or all */
  invalidate(key?: string): void
}

/** Keeps a request's work alive after its answer. */
export type Background = (work: Promise<unknown>) => void

interface Entry<T> {
  value: T
  loadedAt: number
  /** when somebody began to load it anew; 0 for never */
  refreshAt: number
}

/**
 * A cache of this isolate. What does not exist is not kept, so that strangers can't fill it. Promises are not
 * shared between requests: one belongs to the request it was made in, and ends with it.
 */
export function createCache<T>(options: CacheOptions): Cache<T> {
  const entries = new Map<string, Entry<T>>()
  // What was read before an invalidation must not be kept after it.
  let generation = 0

  async function reload(key: string, load: () => Promise<T | null>): Promise<T | null> {
    const before = generation
    const value = await load()
    if (before !== generation) return value
    entries.delete(key)
    if (value !== null) keep(key, value)
    return value
  }

  function keep(key: string, value: T): void {
    const [oldest] = entries.keys()
    if (entries.size >= options.maxEntries && oldest !== undefined) entries.delete(oldest)
    entries.set(key, { value, loadedAt: Date.now(), refreshAt: 0 })
  }

  return {
    async get(key, load, background) {
      const entry = entries.get(key)
      const now = Date.now()
      if (!entry || now - entry.loadedAt > options.staleMs) {
        return { value: await reload(key, load), loaded: true }
      }
      const isDue = now - entry.loadedAt > options.freshMs && now - entry.refreshAt > options.freshMs
      if (isDue) {
        entry.refreshAt = now
        // Where it fails the entry serves on, and its age decides.
        background(reload(key, load).catch(() => undefined))
      }
      return { value: entry.value, loaded: now - entry.loadedAt < options.newMs }
    },
    reload,
    invalidate(key) {
      generation++
      if (key === undefined) entries.clear()
      else entries.delete(key)
    },
  }
}

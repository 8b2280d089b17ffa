import { useSyncExternalStore } from 'react'

/** Something this browser remembers: how the page looks, not what it holds. */
export interface Preference<T extends string> {
  get(): T
  set(value: T): void
  subscribe(listener: () => void): () => void
}

/**
 * A preference, kept in local storage where the browser allows it.
 * @param choices what it may be; anything else that is found counts as nothing
 * @param fallback what it is while nothing was chosen
 */
export function preference<T extends string>(
  name: string,
  choices: readonly T[],
  fallback: () => T,
): Preference<T> {
  const key = `patchcord.${name}`
  const listeners = new Set<() => void>()
  let value = choices.find((choice) => choice === read(key)) ?? fallback()
  return {
    get: () => value,
    set(next) {
      value = next
      write(key, next)
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A preference's value, and what changes it. */
export function usePreference<T extends string>(of: Preference<T>): [T, (value: T) => void] {
  return [useSyncExternalStore(of.subscribe, of.get), of.set]
}

// A browser that blocks storage throws at the first touch.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // It holds until the page is left.
  }
}

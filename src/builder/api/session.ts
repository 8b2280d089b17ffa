import { useSyncExternalStore } from 'react'

/**
 * Whether the session ended while the page was open. Requests that found out wait here, and go on after the next
 * login: nobody loses what they were doing.
 */
let waiting: PromiseWithResolvers<void> | undefined
const listeners = new Set<() => void>()

const tell = () => {
  for (const listener of listeners) listener()
}

/** Resolves when somebody has logged in again. The login dialog opens meanwhile. */
export function untilLoggedIn(): Promise<void> {
  if (!waiting) {
    waiting = Promise.withResolvers<void>()
    tell()
  }
  return waiting.promise
}

/** Lets the requests that wait go on. */
export function resumeRequests(): void {
  waiting?.resolve()
  waiting = undefined
  tell()
}

/** Whether requests wait for a login. */
export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting !== undefined,
  )
}

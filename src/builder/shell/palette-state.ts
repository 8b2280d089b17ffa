import { useSyncExternalStore } from 'react'

/** Whether the command palette is open. Outside of React, since shortcuts and buttons everywhere open it. */
let isOpen = false
const listeners = new Set<() => void>()

function set(next: boolean): void {
  isOpen = next
  for (const listener of listeners) listener()
}

export const openPalette = () => set(true)
export const closePalette = () => set(false)
export const togglePalette = () => set(!isOpen)

/** Whether the command palette is open. */
export function usePaletteOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isOpen,
  )
}

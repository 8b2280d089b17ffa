import { lazy, Suspense, useEffect, useState } from 'react'
import { togglePalette, usePaletteOpen } from './palette-state.ts'

const Palette = lazy(() => import('./palette.tsx'))

/** Listens for Ctrl-K or Cmd-K on every page, and loads the palette when it is first asked for. */
export function PaletteHost() {
  const isOpen = usePaletteOpen()
  const [isNeeded, setNeeded] = useState(false)
  useEffect(() => {
    if (isOpen) setNeeded(true)
  }, [isOpen])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      togglePalette()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return isNeeded ? (
    <Suspense>
      <Palette />
    </Suspense>
  ) : null
}

import { Upload } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { Button } from './button.tsx'

/** A button that takes a file of the reader's machine. */
export function FileButton({
  accept,
  busy,
  onFile,
  children,
}: {
  accept: string
  busy?: boolean
  onFile: (file: File) => void
  children: string
}) {
  const input = useRef<HTMLInputElement>(null)
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    // The same file may be chosen again.
    event.target.value = ''
    if (file) onFile(file)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={children}
        className="hidden"
        onChange={take}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        <Upload size={14} aria-hidden="true" />
        {children}
      </Button>
    </>
  )
}

import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** A small panel at what opened it. */
export function Popover({
  trigger,
  label,
  open,
  onOpen,
  align = 'start',
  children,
}: {
  trigger: ReactNode
  /** read out for the panel */
  label?: string
  open?: boolean
  onOpen?: (open: boolean) => void
  align?: 'start' | 'end'
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[70vh] min-w-56 max-w-[calc(100vw-16px)] animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-lg"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

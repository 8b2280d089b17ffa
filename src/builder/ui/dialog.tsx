import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from './button.tsx'
import { cx } from './classes.ts'

const WIDTHS = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' } as const

/** Something to do before going on. Escape and a click outside close it, unless it `holds`. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  width = 'sm',
  holds = false,
  footer,
  children,
}: {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  width?: keyof typeof WIDTHS
  /** it stays until it is done with: nothing else closes it */
  holds?: boolean
  footer?: ReactNode
  children?: ReactNode
}) {
  const t = useT(commonTexts)
  const refuse = holds ? (event: Event) => event.preventDefault() : undefined
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && !holds && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Radix.Content
          onEscapeKeyDown={refuse}
          onPointerDownOutside={refuse}
          {...(!description && { 'aria-describedby': undefined })}
          className={cx(
            'fixed inset-x-3 top-[max(12px,8vh)] z-40 mx-auto flex max-h-[84vh] animate-rise flex-col rounded-xl border border-line bg-raised shadow-lg',
            WIDTHS[width],
          )}
        >
          <header className="px-5 pt-4 pr-12 pb-1">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
          {/* Last, so that the focus goes to what the dialog is about. */}
          {!holds && (
            <Radix.Close asChild>
              <IconButton label={t('close')} size="sm" className="absolute top-4 right-4">
                <X size={16} />
              </IconButton>
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from './button.tsx'

/** What can be done to all that is selected, at the foot of the page. @param text how much that is */
export function SelectionBar({
  text,
  onClear,
  children,
}: {
  text: string
  onClear: () => void
  children: ReactNode
}) {
  const t = useT(commonTexts)
  return (
    <section
      aria-label={text}
      className="fixed inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-full animate-rise flex-wrap items-center gap-2 rounded-xl border border-line bg-raised p-2 pl-4 shadow-lg"
    >
      <span className="mr-2 font-medium text-sm">{text}</span>
      {children}
      <IconButton label={t('clear')} size="sm" onClick={onClear}>
        <X size={14} />
      </IconButton>
    </section>
  )
}

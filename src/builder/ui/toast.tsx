import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'

interface Toast {
  id: number
  text: string
  kind: 'done' | 'failed'
  action?: { text: string; run: () => void }
}

const SHOWN_MS = 6_000

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

const dismiss = (id: number) => change(toasts.filter((each) => each.id !== id))

/** Says in a corner what has happened. What failed stays until it is closed. */
export function toast(text: string, { kind = 'done', action }: Partial<Pick<Toast, 'kind' | 'action'>> = {}) {
  lastId += 1
  const id = lastId
  change([...toasts, { id, text, kind, action }])
  if (kind === 'done') setTimeout(() => dismiss(id), SHOWN_MS)
}

/** Says in a corner that something failed, and why. */
export const toastError = (error: unknown) =>
  toast(error instanceof Error ? error.message : String(error), { kind: 'failed' })

/** Where toasts appear. */
export function Toaster() {
  const t = useT(commonTexts)
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <section
      aria-label={t('notices')}
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-88 max-w-[calc(100vw-32px)] flex-col gap-2"
    >
      {shown.map(({ id, text, kind, action }) => (
        <div
          key={id}
          className="pointer-events-auto flex animate-rise items-start gap-2.5 rounded-lg border border-line bg-raised px-3 py-2.5 text-sm shadow-lg"
        >
          {kind === 'done' ? (
            <CircleCheck size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-success" />
          ) : (
            <CircleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-danger" />
          )}
          <span className="min-w-0 flex-1 break-words">{text}</span>
          {action && (
            <button
              type="button"
              className="font-medium text-accent-ink hover:underline"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.text}
            </button>
          )}
          <button
            type="button"
            aria-label={t('close')}
            onClick={() => dismiss(id)}
            className="mt-0.5 text-faint hover:text-ink"
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
    </section>
  )
}

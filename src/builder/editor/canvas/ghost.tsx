import { findStep } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { useDefinition, useView } from '../bench.ts'
import { StepIcon } from './step-icon.tsx'
import { canvasTexts } from './texts.ts'

/** What follows the pointer while steps are dragged. `drag.ts` moves it. */
export function Ghost() {
  const t = useT(canvasTexts)
  const drag = useView((view) => view.drag)
  const definition = useDefinition()
  const [first] = drag?.names ?? []
  const step = first && findStep(definition, first)?.step
  if (!drag || !step) return null
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed top-0 left-0 z-50 flex h-11 max-w-60 items-center gap-2 rounded-lg border border-accent bg-surface px-3 shadow-lg"
      style={{
        transform: 'translate(calc(var(--ghost-x) + 14px), calc(var(--ghost-y) + 10px)) rotate(1.5deg)',
      }}
    >
      <StepIcon step={step} size={24} />
      <span className="truncate font-medium text-sm">
        {drag.names.length > 1 ? t('moving', { count: drag.names.length }) : step.displayName}
      </span>
    </div>
  )
}

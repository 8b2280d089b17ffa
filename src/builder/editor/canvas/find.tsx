import { Command } from 'cmdk'
import { steps } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { useBench, useDefinition, useView } from '../bench.ts'
import { selectStep } from '../state/actions.ts'
import { StepIcon } from './step-icon.tsx'
import { canvasTexts } from './texts.ts'

/** Finds a step by its name, number or piece, and goes there. */
export function FindStep() {
  const bench = useBench()
  const t = useT(canvasTexts)
  const isOpen = useView((view) => view.isFinding)
  const definition = useDefinition()
  if (!isOpen) return null
  const close = () => bench.view.set({ isFinding: false })
  const go = (name: string) => {
    close()
    selectStep(bench, name)
    bench.canvas.current?.reveal(name, true)
  }
  return (
    <Command
      label={t('find')}
      loop
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      className="-translate-x-1/2 absolute top-16 left-1/2 z-30 w-96 max-w-[calc(100vw-32px)] animate-rise overflow-hidden rounded-xl border bg-raised shadow-lg"
    >
      <Command.Input
        autoFocus
        placeholder={t('findPlaceholder')}
        className="h-11 w-full border-b bg-transparent px-4 text-sm outline-none"
      />
      <Command.List className="max-h-80 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted text-sm">{t('findNothing')}</Command.Empty>
        {[...steps(definition)].map(({ step }, index) => (
          <Command.Item
            key={step.name}
            value={`${index + 1} ${step.displayName} ${step.name} ${pieceName(step.settings)}`}
            onSelect={() => go(step.name)}
            className="flex cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-active"
          >
            <StepIcon step={step} size={22} />
            <span className="min-w-0 flex-1 truncate">
              {index + 1}. {step.displayName || step.name}
            </span>
            <code className="text-2xs text-faint">{step.name}</code>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

const pieceName = (settings: unknown): string => {
  const name = (settings as { pieceName?: unknown } | undefined)?.pieceName
  return typeof name === 'string' ? name : ''
}

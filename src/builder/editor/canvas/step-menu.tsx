import {
  ClipboardPaste,
  Copy,
  CopyPlus,
  FlaskConical,
  FolderOpen,
  Play,
  Replace,
  SkipForward,
  Trash2,
} from 'lucide-react'
import { isTrigger, type Step } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { type Bench, useBench } from '../bench.ts'
import {
  chosenActions,
  copySteps,
  deleteSteps,
  duplicateSteps,
  openStep,
  pasteSteps,
  toggleSkip,
} from '../state/actions.ts'
import { testUpTo } from '../test/run-tests.ts'
import { canvasTexts } from './texts.ts'

/** What can be done with a step, or with all that are selected where it is one of them. */
export function StepMenu({ step }: { step: Step }) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const { name } = step
  const names = menuNames(bench, name)
  const isSkipped = !isTrigger(step) && step.skip === true
  const copy = async () => {
    const count = await copySteps(bench, names)
    toast(t('copied', { count }))
  }
  const paste = async () => {
    const text = await navigator.clipboard.readText()
    if (!pasteSteps(bench, text, { parentStep: name })) toast(t('nothingToPaste'), { kind: 'failed' })
  }
  return (
    <>
      <MenuItem icon={<FolderOpen />} onSelect={() => openStep(bench, name)}>
        {t('open')}
      </MenuItem>
      <MenuItem icon={<FlaskConical />} onSelect={() => openStep(bench, name, 'test')}>
        {t('testStep')}
      </MenuItem>
      {!isTrigger(step) && (
        <MenuItem icon={<Play />} onSelect={() => void testUpTo(bench, name)}>
          {t('testUpTo')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem
        icon={<Replace />}
        onSelect={() =>
          bench.view.set({ picker: isTrigger(step) ? { for: 'trigger' } : { for: 'replace', step: name } })
        }
      >
        {t('replace')}
      </MenuItem>
      {names.length > 0 && (
        <>
          <MenuItem icon={<Copy />} onSelect={() => void copy().catch(toastError)}>
            {t('copy')}
          </MenuItem>
          <MenuItem icon={<CopyPlus />} onSelect={() => duplicateSteps(bench, names)}>
            {t('duplicate')}
          </MenuItem>
        </>
      )}
      <MenuItem icon={<ClipboardPaste />} onSelect={() => void paste().catch(toastError)}>
        {t('pasteAfter')}
      </MenuItem>
      {names.length > 0 && (
        <>
          <MenuItem icon={<SkipForward />} onSelect={() => toggleSkip(bench, names)}>
            {isSkipped ? t('unskip') : t('skip')}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<Trash2 />} danger onSelect={() => deleteSteps(bench, names)}>
            {t('remove')}
          </MenuItem>
        </>
      )}
    </>
  )
}

function menuNames(bench: Bench, name: string): string[] {
  const chosen = chosenActions(bench)
  if (chosen.includes(name)) return chosen
  return name === bench.editor.get().definition.trigger.name ? [] : [name]
}

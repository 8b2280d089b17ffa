import type { NodeProps } from '@xyflow/react'
import { ChevronDown, PhoneOutgoing, Plus } from 'lucide-react'
import { memo } from 'react'
import { isFallback } from '../../../workflow/validate-router.ts'
import { findStep } from '../../../workflow/walk.ts'
import { useWorkflowLatency } from '../../api/latency.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { useLatencyWords } from '../../ui/latency.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { applyEdits, useBench, useDefinition, useView } from '../bench.ts'
import { openStep } from '../state/actions.ts'
import type { AddBox, LabelBox } from './layout.ts'
import type { AnswerBox, CanvasNode } from './nodes.ts'
import { canvasTexts } from './texts.ts'

/** A + on a line. While steps are dragged it is where they can go. */
export const AddNode = memo(function AddNode({ data }: NodeProps<CanvasNode<AddBox>>) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const isDragging = useView((view) => view.drag !== null)
  const isTarget = useView((view) => view.drag?.target === data.id)
  const isOpen = useView(({ picker }) => picker?.for === 'add' && samePlace(picker.place, data.place))
  if (isTarget) {
    return (
      <span className="-translate-x-1/2 absolute top-1/2 left-1/2 flex h-9 w-60 -translate-y-1/2 items-center justify-center rounded-lg border-2 border-accent border-dashed bg-accent-soft font-medium text-accent-ink text-xs">
        {t('dropHere')}
      </span>
    )
  }
  if (isDragging) {
    return <span className="absolute inset-1 rounded-full border-2 border-accent bg-surface" />
  }
  return (
    <Tooltip text={t('addStep')} side="right">
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('addStepAfter', { name: data.place.parentStep })}
        data-add={data.id}
        onClick={() => bench.view.set({ picker: { for: 'add', place: data.place } })}
        className={cx(
          'nopan flex size-full items-center justify-center rounded-md border bg-surface text-muted shadow-xs transition-[transform,colors] duration-100 hover:scale-115 hover:border-accent hover:bg-accent hover:text-white',
          data.lone && 'border-control border-dashed',
          isOpen && 'border-accent bg-accent text-white',
        )}
      >
        <Plus size={14} aria-hidden="true" />
      </button>
    </Tooltip>
  )
})

const samePlace = (a: AddBox['place'], b: AddBox['place']) =>
  a.parentStep === b.parentStep &&
  a.stepLocationRelativeToParent === b.stepLocationRelativeToParent &&
  a.branchIndex === b.branchIndex

/** The name of a branch, with what can be done with it. */
export const LabelNode = memo(function LabelNode({ data }: NodeProps<CanvasNode<LabelBox>>) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const definition = useDefinition()
  const { step: name, branchIndex } = data
  const step = findStep(definition, name)?.step
  const branch = step?.type === 'ROUTER' && branchIndex !== null ? step.settings.branches[branchIndex] : null
  const isOtherwise = branch ? isFallback(branch) : false
  const text = branchIndex === null ? t('onFailure') : branch?.branchName || t('otherwise')
  const look = cx(
    'nopan mx-auto flex h-full w-fit max-w-full items-center gap-1 rounded-full border px-2.5 font-medium text-xs shadow-xs',
    branchIndex === null ? 'bg-danger-soft text-danger-ink' : 'bg-surface text-ink',
    isOtherwise && 'text-muted',
  )
  if (branchIndex === null || bench.isReadOnly) {
    return (
      <span className={look}>
        <span className="truncate">{text}</span>
      </span>
    )
  }
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" tabIndex={-1} className={cx(look, 'hover:border-line-strong')}>
          <span className="truncate">{text}</span>
          <ChevronDown size={12} className="shrink-0 text-faint" aria-hidden="true" />
        </button>
      }
    >
      <BranchMenu step={name} branchIndex={branchIndex} isOtherwise={isOtherwise} />
    </Menu>
  )
})

function BranchMenu({
  step,
  branchIndex,
  isOtherwise,
}: {
  step: string
  branchIndex: number
  isOtherwise: boolean
}) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const router = findStep(bench.editor.get().definition, step)?.step
  const branches = router?.type === 'ROUTER' ? router.settings.branches : []
  const last = branches.filter((branch) => !isFallback(branch)).length - 1
  const at = { stepName: step, branchIndex }
  const move = (to: number) =>
    applyEdits(bench, [
      {
        type: 'MOVE_BRANCH',
        request: { stepName: step, sourceBranchIndex: branchIndex, targetBranchIndex: to },
      },
    ])
  return (
    <>
      <MenuItem onSelect={() => openStep(bench, step)}>{t('open')}</MenuItem>
      {!isOtherwise && (
        <>
          <MenuItem disabled={branchIndex === 0} onSelect={() => move(branchIndex - 1)}>
            {t('moveLeft')}
          </MenuItem>
          <MenuItem disabled={branchIndex >= last} onSelect={() => move(branchIndex + 1)}>
            {t('moveRight')}
          </MenuItem>
          <MenuItem onSelect={() => applyEdits(bench, [{ type: 'DUPLICATE_BRANCH', request: at }])}>
            {t('duplicate')}
          </MenuItem>
        </>
      )}
      <MenuLine />
      <MenuItem danger onSelect={() => applyEdits(bench, [{ type: 'DELETE_BRANCH', request: at }])}>
        {t('remove')}
      </MenuItem>
    </>
  )
}

/** Where the workflow ends. */
export const EndNode = memo(function EndNode() {
  const t = useT(canvasTexts)
  return (
    <span className="flex h-full items-center justify-center rounded-full border bg-surface text-2xs text-muted">
      {t('end')}
    </span>
  )
})

const ANSWER_PILL =
  'relative flex items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 py-0.5 font-medium text-2xs tabular-nums'
const ANSWER_TONES = {
  good: 'border-success/40 bg-success-soft text-success-ink',
  slow: 'border-warning/40 bg-warning-soft text-warning-ink',
}

/** The line from which on nobody waits any more. */
export const AnswerNode = memo(function AnswerNode({ data }: NodeProps<CanvasNode<AnswerBox>>) {
  const t = useT(canvasTexts)
  const { data: latency } = useWorkflowLatency(useBench().workflowId)
  const words = useLatencyWords(latency, data.id)
  return (
    <Tooltip text={words ? `${t('answerHint')} ${words.long}` : t('answerHint')}>
      <span className="relative flex h-full w-full items-center justify-between">
        <span className="absolute inset-x-0 top-1/2 border-success border-t-2 border-dashed opacity-60" />
        <span className={cx(ANSWER_PILL, ANSWER_TONES.good)}>
          <PhoneOutgoing size={11} aria-hidden="true" />
          {data.isNarrow ? (words?.parts[0] ?? t('answerShort')) : t('answer')}
        </span>
        {words && (
          <span data-latency="" className={cx(ANSWER_PILL, ANSWER_TONES[words.isSlow ? 'slow' : 'good'])}>
            {data.isNarrow ? words.parts[1] : words.short}
          </span>
        )}
      </span>
    </Tooltip>
  )
})

/** What a new branch is called: the first number that is free. */
export function branchName(
  taken: readonly { branchName: string }[],
  nameOf: (count: number) => string,
): string {
  const names = new Set(taken.map((branch) => branch.branchName))
  let count = taken.length
  while (names.has(nameOf(count))) count++
  return nameOf(count)
}

/** Adds a branch before the fallback. */
export function AddBranchButton({ step }: { step: string }) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const add = () => {
    const router = findStep(bench.editor.get().definition, step)?.step
    if (router?.type !== 'ROUTER') return
    const { branches } = router.settings
    applyEdits(bench, [
      {
        type: 'ADD_BRANCH',
        request: {
          stepName: step,
          branchIndex: branches.length,
          branchName: branchName(branches, (count) => t('newBranch', { count })),
        },
      },
    ])
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={add}
      className="nopan flex items-center gap-1 rounded-md px-1.5 py-0.5 text-2xs text-muted hover:bg-hover hover:text-ink"
    >
      <Plus size={12} aria-hidden="true" />
      {t('addBranch')}
    </button>
  )
}

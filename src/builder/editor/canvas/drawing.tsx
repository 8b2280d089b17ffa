import { ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { findStep } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { useBench, useDefinition, useView } from '../bench.ts'
import type { Overlay } from '../run/overlay.ts'
import { type FrameBox, type Layout, type Line, pathOf } from './layout.ts'
import { AddBranchButton } from './small-nodes.tsx'
import { canvasTexts } from './texts.ts'

const FRAME_LOOKS = {
  loop: 'border-success/35 bg-success-soft/25',
  router: 'border-line-strong/80 bg-sunken/50',
  failure: 'border-danger/35 bg-danger-soft/25',
} as const

/** Room for what a line's width draws beside its points. */
const MARGIN = 8

/** What is behind the steps: the lines as one drawing, and the frames of loops and branches. */
export const Drawing = memo(function Drawing({ layout }: { layout: Layout }) {
  const overlay = useView((view) => view.overlay)
  const { plain, taken } = useMemo(() => sorted(layout.lines, overlay), [layout, overlay])
  const { x, y, width, height } = layout.bounds
  const box = [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN] as const
  return (
    <ViewportPortal>
      <div className="pointer-events-none absolute top-0 left-0 -z-10">
        {layout.frames.map((frame) => (
          <Frame key={frame.step} frame={frame} />
        ))}
        <svg
          aria-hidden="true"
          className="absolute max-w-none fill-none"
          style={{ left: box[0], top: box[1], width: box[2], height: box[3] }}
          viewBox={box.join(' ')}
        >
          <path d={plain} className={cx('stroke-line-strong', overlay && 'opacity-70')} strokeWidth={1.5} />
          <path d={taken} className="stroke-success" strokeWidth={2.5} />
        </svg>
      </div>
    </ViewportPortal>
  )
})

/** Lines that a run went along, and the rest. */
function sorted(lines: readonly Line[], overlay: Overlay | null): { plain: string; taken: string } {
  if (!overlay) return { plain: pathOf(lines), taken: '' }
  const isTaken = ({ from, to }: Line) => {
    const state = overlay.states.get(to ?? from)
    return state !== undefined && (to !== undefined || state.status === 'SUCCEEDED')
  }
  const branches = takenBranches(lines, overlay)
  const [taken, plain] = [[] as Line[], [] as Line[]]
  for (const line of lines) {
    const isBranch = line.branchIndex !== undefined
    const isGone = isBranch ? branches.has(`${line.from}/${line.branchIndex}`) : isTaken(line)
    const target = isGone ? taken : plain
    target.push(line)
  }
  return { plain: pathOf(plain), taken: pathOf(taken) }
}

/** The branches in which at least one step was reached. */
function takenBranches(lines: readonly Line[], { states }: Overlay): Set<string> {
  const found = new Set<string>()
  for (const { from, to, branchIndex } of lines) {
    if (branchIndex !== undefined && to !== undefined && states.has(to)) found.add(`${from}/${branchIndex}`)
  }
  return found
}

function Frame({ frame }: { frame: FrameBox }) {
  const { step, kind, x, y, width, height } = frame
  return (
    <div
      className={cx('absolute rounded-2xl border border-dashed', FRAME_LOOKS[kind])}
      style={{ left: x, top: y, width, height }}
    >
      {kind !== 'failure' && <FrameTitle step={step} kind={kind} />}
    </div>
  )
}

function FrameTitle({ step: name, kind }: { step: string; kind: 'loop' | 'router' }) {
  const { isReadOnly } = useBench()
  const t = useT(canvasTexts)
  const step = findStep(useDefinition(), name)?.step
  return (
    <>
      <span className="absolute top-1.5 left-3 max-w-[40%] truncate text-2xs text-muted">
        {kind === 'loop' && step?.type === 'LOOP_ON_ITEMS' && loopTitle(step.settings.concurrency ?? 1, t)}
        {kind === 'router' &&
          step?.type === 'ROUTER' &&
          t(step.settings.executionType === 'EXECUTE_ALL_MATCH' ? 'allMatch' : 'firstMatch')}
      </span>
      {kind === 'router' && !isReadOnly && (
        <span className="pointer-events-auto absolute top-1 right-2">
          <AddBranchButton step={name} />
        </span>
      )}
    </>
  )
}

function loopTitle(count: number, t: ReturnType<typeof useT<typeof canvasTexts>>): string {
  return count > 1 ? t('loopParallel', { count }) : t('loop')
}

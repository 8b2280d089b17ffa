import { Code2, GitFork, Repeat2, Zap } from 'lucide-react'
import { shortPieceName } from '../../../workflow/piece-name.ts'
import type { Step } from '../../../workflow/walk.ts'
import { cx } from '../../ui/classes.ts'
import { PieceIcon } from '../../ui/piece-icon.tsx'

const BUILT_IN = {
  CODE: { icon: Code2, look: 'bg-info-soft text-info-ink' },
  LOOP_ON_ITEMS: { icon: Repeat2, look: 'bg-success-soft text-success-ink' },
  ROUTER: { icon: GitFork, look: 'bg-warning-soft text-warning-ink' },
  EMPTY: { icon: Zap, look: 'bg-accent-soft text-accent-ink' },
} as const

/** The icon of a step: its piece's, or that of its kind. */
export function StepIcon({ step, size = 32 }: { step: Step; size?: number }) {
  if (step.type === 'PIECE' || step.type === 'PIECE_TRIGGER') {
    return <PieceIcon piece={shortPieceName(step.settings.pieceName)} size={size} className="border" />
  }
  return <KindIcon kind={step.type} size={size} />
}

/** The icon of a kind of step that is no piece's. */
export function KindIcon({ kind, size = 32 }: { kind: keyof typeof BUILT_IN; size?: number }) {
  const { icon: Icon, look } = BUILT_IN[kind]
  return (
    <span
      className={cx('inline-flex shrink-0 items-center justify-center rounded-md', look)}
      style={{ width: size, height: size }}
    >
      <Icon size={Math.round(size * 0.55)} aria-hidden="true" />
    </span>
  )
}

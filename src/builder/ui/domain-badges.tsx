import { CircleCheck, CircleDashed, CircleSlash, CircleX, Clock, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Run, Workflow } from '../../client/api.d.ts'
import { categoryTexts, runStatusTexts } from '../i18n/domain-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Badge, type Tone } from './badge.tsx'

const CATEGORY_TONES: Record<NonNullable<Workflow['flow_category']>, Tone> = {
  pre_call: 'info',
  during_call: 'violet',
  post_call: 'success',
  call_launcher: 'warning',
  empty: 'neutral',
}

/** Where in a call a workflow runs. */
export function CategoryBadge({ category }: { category: Workflow['flow_category'] }) {
  const t = useT(categoryTexts)
  return <Badge tone={category ? CATEGORY_TONES[category] : 'neutral'}>{t(category ?? 'none')}</Badge>
}

const STATUS_LOOKS: Record<Run['status'], { tone: Tone; icon: ReactNode }> = {
  QUEUED: { tone: 'neutral', icon: <CircleDashed /> },
  RUNNING: { tone: 'info', icon: <LoaderCircle className="animate-spin" /> },
  PAUSED: { tone: 'warning', icon: <Clock /> },
  SUCCEEDED: { tone: 'success', icon: <CircleCheck /> },
  FAILED: { tone: 'danger', icon: <CircleX /> },
  TIMEOUT: { tone: 'danger', icon: <Clock /> },
  CANCELED: { tone: 'neutral', icon: <CircleSlash /> },
  INTERNAL_ERROR: { tone: 'danger', icon: <CircleX /> },
  QUOTA_EXCEEDED: { tone: 'danger', icon: <CircleX /> },
  MEMORY_LIMIT_EXCEEDED: { tone: 'danger', icon: <CircleX /> },
}

/** How a run stands. */
export function RunStatusBadge({ status }: { status: Run['status'] }) {
  const t = useT(runStatusTexts)
  const { tone, icon } = STATUS_LOOKS[status]
  return (
    <Badge tone={tone} icon={icon}>
      {t(status)}
    </Badge>
  )
}

/** Whether a run has not ended yet. */
export const isUnderWay = (status: Run['status']): boolean =>
  status === 'QUEUED' || status === 'RUNNING' || status === 'PAUSED'

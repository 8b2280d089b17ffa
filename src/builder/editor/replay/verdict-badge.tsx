import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, GitCompareArrows } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../../i18n/texts.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import type { Verdict } from './differing.ts'
import { replayTexts } from './texts.ts'

const LOOKS: Record<Verdict, { tone: Tone; icon: ReactNode }> = {
  pending: { tone: 'neutral', icon: <CircleDashed /> },
  same: { tone: 'success', icon: <CircleCheck /> },
  different: { tone: 'warning', icon: <GitCompareArrows /> },
  failed: { tone: 'danger', icon: <CircleAlert /> },
  not_replayed: { tone: 'neutral', icon: <CircleSlash /> },
}

/** What came of a run's replay. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const t = useT(replayTexts)
  const { tone, icon } = LOOKS[verdict]
  return (
    <Badge tone={tone} icon={icon}>
      {t(verdict)}
    </Badge>
  )
}

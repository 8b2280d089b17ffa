import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Workflow } from '../../../client/api.d.ts'
import { Tooltip } from '../../ui/tooltip.tsx'

interface Props {
  workflow: Workflow
  /** what leading back to the workflow is called */
  back: string
  /** under the workflow's name: what is shown of it */
  shows: ReactNode
  children?: ReactNode
}

/** The bar above a canvas that is only looked at: a run, a replay. */
export function BackBar({ workflow, back, shows, children }: Props) {
  return (
    <header className="absolute inset-x-0 top-0 z-20 flex h-14 items-center gap-3 border-b bg-surface/95 px-3 backdrop-blur">
      <Tooltip text={back}>
        <Link
          href={`/workflows/${workflow.id}`}
          aria-label={back}
          className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={17} aria-hidden="true" />
        </Link>
      </Tooltip>
      <div className="min-w-0">
        <h1 className="truncate font-semibold text-sm">{workflow.name}</h1>
        <p className="truncate text-muted text-xs">{shows}</p>
      </div>
      {children}
    </header>
  )
}

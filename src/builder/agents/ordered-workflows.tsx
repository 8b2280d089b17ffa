import { GripVertical, X } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { Link } from 'wouter'
import type { AssignedFlow } from '../../client/api.d.ts'
import { useAgentLatency } from '../api/latency.ts'
import { useWorkflowName } from '../api/workflows.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { CategoryBadge } from '../ui/domain-badges.tsx'
import { useLatencyWords } from '../ui/latency.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { moved } from './order.ts'
import { agentWorkflowTexts } from './texts.ts'

/** Assigned workflows in their order, which is changed by dragging or with the arrow keys on the handle. */
export function OrderedWorkflows({
  agentId,
  ids,
  flows,
  onChange,
  disabled,
}: {
  agentId: string
  ids: string[]
  /** what is known of them; one that was just added is not among them yet */
  flows: AssignedFlow[]
  onChange: (ids: string[]) => void
  disabled: boolean
}) {
  const t = useT(agentWorkflowTexts)
  const { data: latencies } = useAgentLatency(agentId)
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<number>()
  const [said, setSaid] = useState('')
  const move = (from: number, to: number, name: string) => {
    if (to < 0 || to >= ids.length || from === to) return
    onChange(moved(ids, from, to))
    setSaid(t('moved', { name, place: to + 1, count: ids.length }))
  }
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault()
    if (dragged !== undefined) move(dragged, to, '')
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <>
      <ol className="card divide-y">
        {ids.map((id, index) => (
          <li
            key={id}
            draggable={!disabled}
            onDragStart={() => setDragged(index)}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(index)
            }}
            onDrop={(event) => drop(event, index)}
            className={cx(
              'flex items-center gap-2 px-2 py-2',
              dragged === index && 'opacity-40',
              dragged !== undefined && over === index && 'bg-accent-soft',
            )}
          >
            <WorkflowLine
              id={id}
              flow={flows.find((flow) => flow.id === id)}
              latency={latencies?.get(id)}
              place={index + 1}
              disabled={disabled}
              onMove={(by, name) => move(index, index + by, name)}
              onTake={() => onChange(ids.filter((each) => each !== id))}
            />
          </li>
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  )
}

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }

function WorkflowLine({
  id,
  flow,
  latency,
  place,
  disabled,
  onMove,
  onTake,
}: {
  id: string
  flow: AssignedFlow | undefined
  latency: Parameters<typeof useLatencyWords>[0]
  place: number
  disabled: boolean
  onMove: (by: number, name: string) => void
  onTake: () => void
}) {
  const t = useT(agentWorkflowTexts)
  const name = useWorkflowName(flow ? '' : id) ?? flow?.name ?? '…'
  const words = useLatencyWords(latency)
  const onKey = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (by === undefined) return
    event.preventDefault()
    onMove(by, name)
  }
  return (
    <>
      <button
        type="button"
        aria-label={t('move', { name })}
        onKeyDown={onKey}
        aria-disabled={disabled}
        className="flex size-7 cursor-grab items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink"
      >
        <GripVertical size={15} aria-hidden="true" />
      </button>
      <span className="w-5 text-faint text-xs tabular-nums">{place}</span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
        <Link href={`/workflows/${id}`} className="truncate font-medium text-sm hover:underline">
          {name}
        </Link>
        {flow && <CategoryBadge category={flow.flow_category} />}
        {flow?.status === 'DISABLED' && <Badge tone="warning">{t('off')}</Badge>}
        {flow?.requires_setup && <Badge tone="warning">{t('needsSetup')}</Badge>}
        {words && (
          <Tooltip text={words.long}>
            <button type="button" className="inline-flex rounded-md tabular-nums">
              <Badge tone={words.isSlow ? 'warning' : 'neutral'}>{words.short}</Badge>
            </button>
          </Tooltip>
        )}
      </span>
      <IconButton label={t('take', { name })} size="sm" disabled={disabled} onClick={onTake}>
        <X size={14} />
      </IconButton>
    </>
  )
}

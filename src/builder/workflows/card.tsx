import { CircleDot, TriangleAlert, Zap } from 'lucide-react'
import { Link } from 'wouter'
import type { Workflow } from '../../client/api.d.ts'
import { shortPieceName } from '../../workflow/piece-name.ts'
import { useMay } from '../api/who.ts'
import { useWorkflowActions } from '../api/workflows.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { cx } from '../ui/classes.ts'
import { CategoryBadge } from '../ui/domain-badges.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { toastError } from '../ui/toast.tsx'
import { Checkbox, Switch } from '../ui/toggle.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { WorkflowMenu } from './menu.tsx'
import { workflowsTexts } from './texts.ts'

const SHOWN_PIECES = 5

/** One workflow: what it is made of, where in a call it runs, and how it stands. */
export function WorkflowCard({
  workflow,
  isSelected,
  isSelecting,
  onSelected,
}: {
  workflow: Workflow
  isSelected: boolean
  /** others are selected, so that this one's box shows too */
  isSelecting: boolean
  onSelected: (isSelected: boolean) => void
}) {
  const t = useT(workflowsTexts)
  const { ago, dateTime } = useFormats()
  const { id, name, pieces, updated } = workflow
  return (
    <li
      className={cx(
        'card group relative flex min-h-36 flex-col gap-3 p-4 transition-shadow duration-100 hover:border-line-strong hover:shadow-md',
        isSelected && 'border-accent bg-accent-soft hover:border-accent',
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <PieceRow pieces={pieces} />
        <div className="relative z-10 flex items-center gap-1">
          <span
            className={cx(
              'flex size-8 items-center justify-center',
              !isSelecting && 'opacity-0 focus-within:opacity-100 group-hover:opacity-100',
            )}
          >
            <Checkbox checked={isSelected} onChecked={onSelected} label={t('select', { name })} />
          </span>
          <WorkflowMenu workflow={workflow} />
        </div>
      </div>
      <h2 className="line-clamp-2 break-words font-medium text-base leading-snug">
        <Link href={`/workflows/${id}`} className="after:absolute after:inset-0 after:rounded-xl">
          {name}
        </Link>
      </h2>
      <Facts workflow={workflow} />
      <div className="mt-auto flex items-center justify-between gap-2">
        <time dateTime={updated} title={dateTime(updated)} className="text-muted text-xs">
          {t('edited', { ago: ago(updated) })}
        </time>
        <EnabledSwitch workflow={workflow} />
      </div>
    </li>
  )
}

const PieceRow = ({ pieces }: { pieces: string[] }) => (
  <div className="flex h-8 items-center gap-1.5">
    {pieces.length === 0 && (
      <span className="flex size-7 items-center justify-center rounded-md border border-dashed text-faint">
        <Zap size={14} aria-hidden="true" />
      </span>
    )}
    {pieces.slice(0, SHOWN_PIECES).map((piece) => (
      <PieceIcon key={piece} piece={piece} size={28} title={shortPieceName(piece)} />
    ))}
    {pieces.length > SHOWN_PIECES && (
      <span className="text-muted text-xs">+{pieces.length - SHOWN_PIECES}</span>
    )}
  </div>
)

function Facts({ workflow }: { workflow: Workflow }) {
  const t = useT(workflowsTexts)
  const { flow_category, published_version_id, has_unpublished_changes, valid, trigger_error } = workflow
  return (
    <div className="flex flex-wrap gap-1.5">
      <CategoryBadge category={flow_category} />
      {trigger_error && (
        <Tooltip text={t('triggerFailed', { message: trigger_error.message })}>
          <button type="button" className="relative z-10 rounded-md">
            <Badge tone="danger" icon={<TriangleAlert />}>
              {t('triggerFailedShort')}
            </Badge>
          </button>
        </Tooltip>
      )}
      {!published_version_id && <Badge>{t('draft')}</Badge>}
      {published_version_id && has_unpublished_changes && (
        <Badge tone="accent" icon={<CircleDot />}>
          {t('unpublished')}
        </Badge>
      )}
      {!valid && flow_category !== 'empty' && <Badge tone="warning">{t('invalid')}</Badge>}
    </div>
  )
}

function EnabledSwitch({ workflow: { id, name, status, published_version_id } }: { workflow: Workflow }) {
  const t = useT(workflowsTexts)
  const may = useMay()
  const { setEnabled } = useWorkflowActions()
  const isOn = setEnabled.isPending ? setEnabled.variables.enabled : status === 'ENABLED'
  const control = (
    <span className="relative z-10 flex">
      <Switch
        checked={isOn}
        disabled={!published_version_id || !may('workflows.update')}
        label={t('enable', { name })}
        onChecked={(enabled) => setEnabled.mutate({ id, enabled }, { onError: toastError })}
      />
    </span>
  )
  return published_version_id ? control : <Tooltip text={t('publishFirst')}>{control}</Tooltip>
}

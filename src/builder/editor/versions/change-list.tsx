import { ArrowRight } from 'lucide-react'
import type { Changes } from '../../../client/api.d.ts'
import { useT } from '../../i18n/texts.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { cx } from '../../ui/classes.ts'
import { type ChangeGroup, changeGroups } from './changes.ts'
import { versionTexts } from './texts.ts'

const TONES: Record<ChangeGroup['kinds'][number], Tone> = {
  added: 'success',
  removed: 'danger',
  changed: 'info',
  moved: 'violet',
  renamed: 'neutral',
}

/** What changed, step by step, each field with what it was and what it is. */
export function ChangeList({
  changes,
  onStep,
}: {
  changes: Changes['changes']
  /** where a step that is still there can be gone to */
  onStep?: (step: string) => void
}) {
  const t = useT(versionTexts)
  if (changes.length === 0) return <p className="text-muted text-sm">{t('noChanges')}</p>
  return (
    <ul className="flex flex-col gap-2">
      {changeGroups(changes).map((group) => (
        <li key={group.step ?? ''} className="rounded-lg border">
          <div className="flex items-center gap-2 px-3 py-2">
            <GroupTitle group={group} onStep={onStep} />
            {group.kinds.map((kind) => (
              <Badge key={kind} tone={TONES[kind]}>
                {t(kind)}
              </Badge>
            ))}
          </div>
          {group.fields.length > 0 && (
            <div className="border-t px-3 py-2">
              <FieldList fields={group.fields} unnamed={t('place')} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Fields with what they were and what they are. @param unnamed what stands for a name where a field has none */
export const FieldList = ({ fields, unnamed }: { fields: ChangeGroup['fields']; unnamed: string }) => (
  <dl>
    {fields.map((field) => (
      <div key={field.path} className="py-1">
        <dt className="break-words font-mono text-2xs text-muted">{field.label || unnamed}</dt>
        <dd className="mt-0.5 flex items-start gap-2 text-xs">
          <Value value={field.before} look="text-danger-ink" isGone />
          <ArrowRight size={12} aria-hidden="true" className="mt-0.5 shrink-0 text-faint" />
          <Value value={field.after} look="text-success-ink" />
        </dd>
      </div>
    ))}
  </dl>
)

function GroupTitle({
  group,
  onStep,
}: {
  group: ChangeGroup
  onStep?: ((step: string) => void) | undefined
}) {
  const t = useT(versionTexts)
  const { step, displayName, kinds } = group
  const title = step === null ? t('theWorkflow') : displayName || step
  if (!onStep || step === null || kinds.includes('removed')) {
    return <span className="min-w-0 flex-1 truncate font-medium text-sm">{title}</span>
  }
  return (
    <button
      type="button"
      onClick={() => onStep(step)}
      className="min-w-0 flex-1 truncate text-left font-medium text-sm hover:text-accent-ink hover:underline"
    >
      {title}
    </button>
  )
}

function Value({ value, look, isGone = false }: { value: string; look: string; isGone?: boolean }) {
  const t = useT(versionTexts)
  return (
    <span
      title={value}
      className={cx(
        'line-clamp-3 min-w-0 flex-1 break-words font-mono',
        look,
        isGone && value !== '' && 'line-through decoration-danger/40',
      )}
    >
      {value || <span className="text-faint italic">{t('nothing')}</span>}
    </span>
  )
}

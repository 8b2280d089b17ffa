import { Archive } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Link } from 'wouter'
import type { Workflow } from '../../client/api.d.ts'
import { useMay } from '../api/who.ts'
import { useWorkflowActions, useWorkflows } from '../api/workflows.ts'
import { useT } from '../i18n/texts.ts'
import { Empty, Failure } from '../ui/empty.tsx'
import { Input } from '../ui/input.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { retentionTexts } from './texts.ts'

/** How long the runs of each workflow are kept. */
export function RetentionSettings() {
  const t = useT(retentionTexts)
  const list = useWorkflows({})
  const { rows, error, refetch } = list
  return (
    <div className="max-w-2xl">
      <SectionHead text={t('text')} />
      {!rows && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <SkeletonRows />)}
      {rows?.length === 0 && <Empty icon={<Archive />} title={t('none')} />}
      {rows && rows.length > 0 && (
        <ul className="card divide-y">
          {rows.map((workflow) => (
            <RetentionLine key={workflow.id} workflow={workflow} />
          ))}
        </ul>
      )}
      <LoadMore list={list} />
    </div>
  )
}

function RetentionLine({ workflow: { id, name, retention_days } }: { workflow: Workflow }) {
  const t = useT(retentionTexts)
  const may = useMay()
  const { keepFor } = useWorkflowActions()
  const before = retention_days === null ? '' : String(retention_days)
  const [days, setDays] = useState(before)
  const save = () => {
    if (days === before) return
    const saved = { onSuccess: () => toast(t('saved')), onError: toastError }
    keepFor.mutate({ id, days: days === '' ? null : Number(days) }, saved)
  }
  const onKey = ({ key }: KeyboardEvent) => key === 'Enter' && save()
  return (
    <li className="flex items-center gap-4 px-4 py-2">
      <Link href={`/workflows/${id}`} className="min-w-0 flex-1 truncate font-medium text-sm hover:underline">
        {name}
      </Link>
      <Input
        type="number"
        min={1}
        max={3650}
        aria-label={t('daysOf', { name })}
        placeholder={t('default')}
        value={days}
        disabled={!may('workflows.update')}
        onChange={(event) => setDays(event.target.value)}
        onBlur={save}
        onKeyDown={onKey}
        className="w-32"
      />
      <span className="text-muted text-sm">{t('days')}</span>
    </li>
  )
}

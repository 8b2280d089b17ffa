import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronRight, Eye, RotateCcw, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { VersionSummary } from '../../../client/api.d.ts'
import { answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { Failure } from '../../ui/empty.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { draftOf, ofWorkflow, useWorkflow, workflowKeys } from '../api.ts'
import { useBench, useEdited } from '../bench.ts'
import { PanelHead } from '../panel/panel-head.tsx'
import { openStep } from '../state/actions.ts'
import { ChangeList } from './change-list.tsx'
import { versionTexts } from './texts.ts'
import { VersionView } from './version-view.tsx'

/** The versions of the workflow, and what changed from one to the next. */
export default function VersionsPanel() {
  const t = useT(versionTexts)
  const { workflowId } = useBench()
  const { data: workflow } = useWorkflow(workflowId)
  const { data, error, refetch } = useQuery({
    queryKey: [...workflowKeys.versions(workflowId), workflow?.published_version_id],
    queryFn: () => answerOf(api.GET('/v1/workflow/{flow_id}/versions', ofWorkflow(workflowId))),
  })
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  const versions = data?.data ?? []
  return (
    <>
      <PanelHead title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        {!data && <SkeletonRows rows={3} />}
        <ol className="flex flex-col gap-1">
          {versions.map((version) => (
            <VersionRow key={version.id} version={version} startsOpen={version.state === 'DRAFT'} />
          ))}
        </ol>
        {data && versions.length === 1 && <p className="px-2 pt-3 text-muted text-sm">{t('none')}</p>}
      </div>
    </>
  )
}

function VersionRow({ version, startsOpen }: { version: VersionSummary; startsOpen: boolean }) {
  const t = useT(versionTexts)
  const { ago, dateTime } = useFormats()
  const [isOpen, setOpen] = useState(startsOpen)
  const isDraft = version.state === 'DRAFT'
  return (
    <li className="rounded-lg border">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-2 px-3 py-2.5 text-left"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2 font-medium text-sm">
            {isDraft ? t('draft') : t('version', { number: version.number ?? 0 })}
            {version.is_published && <Badge tone="success">{t('live')}</Badge>}
          </span>
          <span className="block truncate text-muted text-xs" title={dateTime(version.created)}>
            {ago(version.created)} {version.published_by && t('by', { name: version.published_by.name })}
          </span>
        </span>
      </button>
      {isOpen && (
        <div className="border-t p-3">
          <Changed version={version} />
          <VersionActions version={version} />
        </div>
      )}
    </li>
  )
}

function Changed({ version }: { version: VersionSummary }) {
  const bench = useBench()
  const t = useT(versionTexts)
  const revision = useEdited((state) => state.base.revision)
  const isDraft = version.state === 'DRAFT'
  const { data, error } = useQuery({
    queryKey: workflowKeys.changes(bench.workflowId, version.id, isDraft ? revision : ''),
    queryFn: () => {
      const path = { flow_id: bench.workflowId, version_id: version.id }
      return answerOf(api.GET('/v1/workflow/{flow_id}/versions/{version_id}/changes', { params: { path } }))
    },
  })
  if (error) return <p className="text-danger-ink text-sm">{error.message}</p>
  if (!data) return <SkeletonRows rows={2} />
  return (
    <>
      <h3 className="mb-2 text-muted text-xs">
        {t(data.since === null ? 'sinceNothing' : isDraft ? 'sincePublished' : 'sinceBefore')}
      </h3>
      <ChangeList
        changes={data.since === null ? data.changes.filter(({ kind }) => kind === 'added') : data.changes}
        {...(isDraft && { onStep: (step: string) => openStep(bench, step) })}
      />
    </>
  )
}

function VersionActions({ version }: { version: VersionSummary }) {
  const t = useT(versionTexts)
  const { isReadOnly, workflowId } = useBench()
  const { data: workflow } = useWorkflow(workflowId)
  const { restore, discard } = useRestore()
  const [isShown, setShown] = useState(false)
  if (version.state === 'LOCKED') {
    return (
      <p className="mt-3 flex gap-2">
        <Button size="sm" onClick={() => setShown(true)}>
          <Eye size={13} aria-hidden="true" />
          {t('view')}
        </Button>
        {!isReadOnly && (
          <Button size="sm" busy={restore.isPending} onClick={() => restore.mutate(version)}>
            <RotateCcw size={13} aria-hidden="true" />
            {t('restore')}
          </Button>
        )}
        {isShown && <VersionView version={version} onClose={() => setShown(false)} />}
      </p>
    )
  }
  if (isReadOnly || !workflow?.has_unpublished_changes || workflow.published_version_id === null) return null
  return (
    <Button size="sm" className="mt-3" busy={discard.isPending} onClick={() => discard.mutate()}>
      <Undo2 size={13} aria-hidden="true" />
      {t('discard')}
    </Button>
  )
}

/** Puts a version back over the draft. It can be undone like any other edit. */
function useRestore() {
  const t = useT(versionTexts)
  const { workflowId, editor } = useBench()
  const client = useQueryClient()
  const take = (workflow: Parameters<typeof draftOf>[0]) => {
    client.setQueryData(keys.workflow(workflowId), workflow)
    editor.adopt(draftOf(workflow))
  }
  return {
    restore: useMutation({
      mutationFn: async ({ id }: VersionSummary) => {
        await editor.settled()
        const path = { flow_id: workflowId, version_id: id }
        return answerOf(
          api.POST('/v1/workflow/{flow_id}/versions/{version_id}/use-as-draft', { params: { path } }),
        )
      },
      onSuccess: (workflow, { number }) => {
        take(workflow)
        toast(t('restored', { number: number ?? 0 }))
      },
      onError: toastError,
    }),
    discard: useMutation({
      mutationFn: async () => {
        await editor.settled()
        return answerOf(api.POST('/v1/workflow/{flow_id}/draft/discard', ofWorkflow(workflowId)))
      },
      onSuccess: (workflow) => {
        take(workflow)
        toast(t('discarded'))
      },
      onError: toastError,
    }),
  }
}

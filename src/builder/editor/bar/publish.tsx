import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Rocket, TriangleAlert } from 'lucide-react'
import type { Workflow } from '../../../client/api.d.ts'
import type { Issue } from '../../../workflow/issue.ts'
import { ApiError, answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { Switch } from '../../ui/toggle.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { draftOf, ofWorkflow, useWorkflow } from '../api.ts'
import { useBench, useView } from '../bench.ts'
import { editorTexts } from '../texts.ts'

/** Whether the workflow can be published, what would change, and whether it runs. */
export function PublishControls() {
  const t = useT(editorTexts)
  const { workflowId, view } = useBench()
  const { data: workflow } = useWorkflow(workflowId)
  const publish = usePublish()
  const issues = useView((state) => state.issues)
  const side = useView((state) => state.side)
  if (!workflow) return null
  const all = [...issues.values()].flat()
  const errors = all.filter(({ severity }) => severity === 'error')
  const hasChanges = workflow.has_unpublished_changes
  const isNew = workflow.published_version_id === null
  const show = (wanted: 'issues' | 'versions') => view.set({ side: side === wanted ? null : wanted })
  return (
    <div className="flex items-center gap-2">
      {all.length > 0 && <IssuesButton issues={all} onClick={() => show('issues')} />}
      {errors.length === 0 && hasChanges && !isNew && (
        <button
          type="button"
          onClick={() => show('versions')}
          className="hidden rounded-md px-1.5 py-1 text-accent-ink text-xs hover:bg-hover hover:underline lg:block"
        >
          {t('draft')}
        </button>
      )}
      <EnableToggle workflow={workflow} />
      <Tooltip text={errors.length > 0 ? errors[0]?.message : hasChanges ? t('publish') : t('upToDate')}>
        <Button
          look={hasChanges ? 'primary' : 'plain'}
          busy={publish.isPending}
          aria-disabled={!hasChanges || undefined}
          onClick={() => (errors.length > 0 ? view.set({ side: 'issues' }) : hasChanges && publish.mutate())}
        >
          {hasChanges ? (
            <Rocket size={14} aria-hidden="true" />
          ) : (
            <CircleCheck size={14} aria-hidden="true" />
          )}
          {hasChanges ? t('publish') : t('published')}
        </Button>
      </Tooltip>
    </div>
  )
}

function IssuesButton({ issues, onClick }: { issues: readonly Issue[]; onClick: () => void }) {
  const t = useT(editorTexts)
  const isError = issues.some(({ severity }) => severity === 'error')
  const Icon = isError ? CircleAlert : TriangleAlert
  return (
    <button
      type="button"
      onClick={onClick}
      className={cx(
        'flex h-8 items-center gap-1.5 rounded-md px-2 font-medium text-xs',
        isError ? 'bg-danger-soft text-danger-ink' : 'bg-warning-soft text-warning-ink',
      )}
    >
      <Icon size={14} aria-hidden="true" />
      <span className="sm:hidden" aria-hidden="true">
        {issues.length}
      </span>
      <span className="sr-only sm:not-sr-only">{t('issues', { count: issues.length })}</span>
    </button>
  )
}

/** Switches the workflow on or off. */
function EnableToggle({ workflow }: { workflow: Workflow }) {
  const t = useT(editorTexts)
  const setStatus = useSetStatus()
  const isPublished = workflow.published_version_id !== null
  const isOn = isPublished && workflow.status === 'ENABLED'
  const note =
    workflow.trigger_error?.message ?? (isPublished ? t(isOn ? 'enabled' : 'disabled') : t('neverPublished'))
  return (
    <Tooltip text={note}>
      <span className="hidden items-center px-1 sm:flex">
        <Switch
          label={t('enable')}
          checked={isOn}
          disabled={!isPublished || setStatus.isPending}
          onChecked={(on) => setStatus.mutate(on)}
        />
      </span>
    </Tooltip>
  )
}

function useSetStatus() {
  const { workflowId } = useBench()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) =>
      answerOf(
        api.PATCH('/v1/workflow/{flow_id}/status', {
          ...ofWorkflow(workflowId),
          body: { status: on ? 'ENABLED' : 'DISABLED' },
        }),
      ),
    onSuccess: (workflow) => client.setQueryData(keys.workflow(workflowId), workflow),
    onError: toastError,
  })
}

/** Publishes what is saved, once all of it is. */
function usePublish() {
  const t = useT(editorTexts)
  const { workflowId, editor, view } = useBench()
  const client = useQueryClient()
  const setStatus = useSetStatus()
  return useMutation({
    mutationFn: async () => {
      await editor.settled()
      return answerOf(api.POST('/v1/workflow/{flow_id}/publish', ofWorkflow(workflowId)))
    },
    onSuccess: async (workflow) => {
      client.setQueryData(keys.workflow(workflowId), workflow)
      editor.adopt(draftOf(workflow))
      await client.invalidateQueries({ queryKey: keys.workflow(workflowId) })
      const isOn = workflow.status === 'ENABLED'
      const on = { text: t('switchOn'), run: () => setStatus.mutate(true) }
      toast(isOn ? t('published') : t('didPublishOff'), isOn ? {} : { action: on })
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'WORKFLOW_INVALID') view.set({ side: 'issues' })
      toastError(error)
    },
  })
}

import type { Workflow } from '../../client/api.d.ts'
import { useMay } from '../api/who.ts'
import { useWorkflowActions } from '../api/workflows.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { messageOf } from '../ui/empty.tsx'
import { SelectionBar } from '../ui/selection-bar.tsx'
import { toast } from '../ui/toast.tsx'
import { workflowsTexts } from './texts.ts'

/** What can be done to several workflows at once. Those that refuse stay selected. */
export function WorkflowSelectionBar({
  selected,
  onSelected,
}: {
  selected: Workflow[]
  onSelected: (ids: string[]) => void
}) {
  const t = useT(workflowsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const { setEnabled, remove } = useWorkflowActions()
  const count = selected.length
  const toAll = async (change: (id: string) => Promise<unknown>) => {
    const results = await Promise.allSettled(selected.map(({ id }) => change(id)))
    const failed = selected.filter((_, index) => results[index]?.status === 'rejected')
    const reason = results.find((result) => result.status === 'rejected')?.reason
    if (failed.length > 0) {
      toast(t('someFailed', { count: failed.length, message: messageOf(reason) }), { kind: 'failed' })
    }
    onSelected(failed.map(({ id }) => id))
  }
  const askAndRemove = async () => {
    const isSure = await confirm({
      title: t('deleteManyTitle', { count }),
      text: t('deleteText'),
      action: common('delete'),
      danger: true,
    })
    if (isSure) await toAll((id) => remove.mutateAsync(id))
  }
  return (
    <SelectionBar text={t('selected', { count })} onClear={() => onSelected([])}>
      <Button
        size="sm"
        disabled={!may('workflows.update')}
        onClick={() => toAll((id) => setEnabled.mutateAsync({ id, enabled: true }))}
      >
        {t('enableAll')}
      </Button>
      <Button
        size="sm"
        disabled={!may('workflows.update')}
        onClick={() => toAll((id) => setEnabled.mutateAsync({ id, enabled: false }))}
      >
        {t('disableAll')}
      </Button>
      <Button size="sm" look="danger" disabled={!may('workflows.delete')} onClick={askAndRemove}>
        {common('delete')}
      </Button>
    </SelectionBar>
  )
}

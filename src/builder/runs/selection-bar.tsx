import { RotateCcw } from 'lucide-react'
import { RETRY_STRATEGIES, useRunActions } from '../api/runs.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { SelectionBar } from '../ui/selection-bar.tsx'
import { toastError } from '../ui/toast.tsx'
import { useSayOutcome } from './outcome.ts'
import { runsTexts } from './texts.ts'

/** What can be done to the runs that are selected. */
export function RunSelectionBar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const t = useT(runsTexts)
  const say = useSayOutcome()
  const { cancel, retry } = useRunActions()
  const count = ids.length
  const then = {
    onSuccess: (outcome: Parameters<typeof say>[0]) => {
      say(outcome)
      onClear()
    },
    onError: toastError,
  }
  const askAndCancel = async () => {
    const question = { title: t('cancelTitle', { count }), text: t('cancelText'), action: t('cancel') }
    if (await confirm({ ...question, danger: true })) cancel.mutate({ run_ids: ids }, then)
  }
  return (
    <SelectionBar text={t('selected', { count })} onClear={onClear}>
      <Menu
        trigger={
          <Button size="sm" busy={retry.isPending}>
            <RotateCcw size={13} aria-hidden="true" />
            {t('retry')}
          </Button>
        }
      >
        {RETRY_STRATEGIES.map((strategy) => (
          <MenuItem key={strategy} onSelect={() => retry.mutate({ run_ids: ids, strategy }, then)}>
            {t(strategy)}
          </MenuItem>
        ))}
      </Menu>
      <Button size="sm" look="danger" busy={cancel.isPending} onClick={askAndCancel}>
        {t('cancel')}
      </Button>
    </SelectionBar>
  )
}

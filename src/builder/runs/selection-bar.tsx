import { RotateCcw, X } from 'lucide-react'
import { type RetryStrategy, useRunActions } from '../api/runs.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { toastError } from '../ui/toast.tsx'
import { useSayOutcome } from './outcome.ts'
import { runsTexts } from './texts.ts'

const STRATEGIES: readonly RetryStrategy[] = ['FROM_FAILED_STEP', 'SKIP_FAILED_STEP', 'ON_LATEST_VERSION']

/** What can be done to the runs that are selected. */
export function RunSelectionBar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const t = useT(runsTexts)
  const common = useT(commonTexts)
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
    <section
      aria-label={t('selected', { count })}
      className="fixed inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-full animate-rise flex-wrap items-center gap-2 rounded-xl border border-line bg-raised p-2 pl-4 shadow-lg"
    >
      <span className="mr-2 font-medium text-sm">{t('selected', { count })}</span>
      <Menu
        trigger={
          <Button size="sm" busy={retry.isPending}>
            <RotateCcw size={13} aria-hidden="true" />
            {t('retry')}
          </Button>
        }
      >
        {STRATEGIES.map((strategy) => (
          <MenuItem key={strategy} onSelect={() => retry.mutate({ run_ids: ids, strategy }, then)}>
            {t(strategy)}
          </MenuItem>
        ))}
      </Menu>
      <Button size="sm" look="danger" busy={cancel.isPending} onClick={askAndCancel}>
        {t('cancel')}
      </Button>
      <IconButton label={common('clear')} size="sm" onClick={onClear}>
        <X size={14} />
      </IconButton>
    </section>
  )
}

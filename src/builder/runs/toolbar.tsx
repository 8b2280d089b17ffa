import { ListFilter, RotateCcw, Square, X } from 'lucide-react'
import { useState } from 'react'
import { useAgents } from '../api/agents.ts'
import { RETRY_STRATEGIES, type RetryStrategy, type RunFilter, useRunActions } from '../api/runs.ts'
import { useMay } from '../api/who.ts'
import { useWorkflowName } from '../api/workflows.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { eventKindTexts, runStatusTexts } from '../i18n/domain-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import type { useFilters } from '../ui/filters.ts'
import { Select } from '../ui/input.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { toastError } from '../ui/toast.tsx'
import { WorkflowPicker } from '../ui/workflow-picker.tsx'
import { type RunFilterName, SINCE_MS, STATUS_GROUPS } from './filter.ts'
import { useSayOutcome } from './outcome.ts'
import { runsTexts } from './texts.ts'

type Filters = ReturnType<typeof useFilters<RunFilterName>>

/** What the list of runs is narrowed by. */
export function RunToolbar({ filters, asked }: { filters: Filters; asked: RunFilter }) {
  const common = useT(commonTexts)
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <WorkflowFilter filters={filters} />
      <AgentFilter filters={filters} />
      <ChoiceFilters filters={filters} />
      <TextFilters filters={filters} />
      {filters.isFiltered && (
        <>
          <Button look="quiet" onClick={filters.clear}>
            {common('clearFilters')}
          </Button>
          <MatchingMenu asked={asked} />
        </>
      )}
    </div>
  )
}

function WorkflowFilter({ filters: { values, set } }: { filters: Filters }) {
  const t = useT(runsTexts)
  const [picked, setPicked] = useState<string>()
  const name = useWorkflowName(picked === undefined ? values.flow_id : '') ?? picked
  return (
    <WorkflowPicker
      label={t('workflow')}
      text={values.flow_id ? (name ?? t('oneWorkflow')) : t('anyWorkflow')}
      first={{ value: 'any', text: t('anyWorkflow') }}
      onPick={(id, workflow) => {
        setPicked(workflow?.name)
        set({ flow_id: id === 'any' ? '' : id })
      }}
    />
  )
}

function AgentFilter({ filters: { values, set } }: { filters: Filters }) {
  const t = useT(runsTexts)
  const agents = useAgents().rows ?? []
  const isListed = agents.some(({ id }) => id === values.agent_id)
  return (
    <Select
      aria-label={t('agent')}
      value={values.agent_id}
      onChange={(event) => set({ agent_id: event.target.value })}
      className="w-auto max-w-48"
    >
      <option value="">{t('anyAgent')}</option>
      {values.agent_id !== '' && !isListed && <option value={values.agent_id}>{t('oneAgent')}</option>}
      {agents.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}

function ChoiceFilters({ filters: { values, set } }: { filters: Filters }) {
  const t = useT(runsTexts)
  const status = useT(runStatusTexts)
  const event = useT(eventKindTexts)
  const choice = (
    name: RunFilterName,
    label: string,
    any: string,
    choices: readonly (readonly [string, string])[],
  ) => (
    <Select
      aria-label={label}
      value={values[name]}
      onChange={(change) => set({ [name]: change.target.value })}
      className="w-auto max-w-48"
    >
      <option value="">{any}</option>
      {choices.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  )
  const statuses = Object.keys(runStatusTexts) as (keyof typeof runStatusTexts)[]
  const kinds = Object.keys(eventKindTexts) as (keyof typeof eventKindTexts)[]
  const groups = Object.keys(STATUS_GROUPS) as (keyof typeof STATUS_GROUPS)[]
  const spans = Object.keys(SINCE_MS) as (keyof typeof SINCE_MS)[]
  return (
    <>
      {choice('status', t('status'), t('anyStatus'), [
        ...groups.map((group) => [group, t(group)] as const),
        ...statuses.map((each) => [each, status(each)] as const),
      ])}
      {choice(
        'event_kind',
        t('startedBy'),
        t('anyEvent'),
        kinds.map((kind) => [kind, event(kind)]),
      )}
      {choice(
        'since',
        t('since'),
        t('anyTime'),
        spans.map((span) => [span, t(span)]),
      )}
      {choice('environment', t('environment'), t('production'), [
        ['TESTING', t('testing')],
        ['ALL', t('everything')],
      ])}
    </>
  )
}

/** Filters that links lead here with. */
function TextFilters({ filters: { values, set } }: { filters: Filters }) {
  const t = useT(runsTexts)
  const common = useT(commonTexts)
  const shown: readonly (readonly [RunFilterName, string])[] = [
    ['error_code', t('errorCode', { code: values.error_code })],
    ['failed_step', t('failedStep', { step: values.failed_step })],
    ['call_id', t('ofCall')],
  ]
  return shown
    .filter(([name]) => values[name] !== '')
    .map(([name, text]) => (
      <span
        key={name}
        className="inline-flex h-8 items-center gap-1 rounded-md bg-accent-soft pr-1 pl-2.5 text-accent-ink text-sm"
      >
        {text}
        <button
          type="button"
          aria-label={`${common('remove')}: ${text}`}
          onClick={() => set({ [name]: '' })}
          className="rounded-sm p-1"
        >
          <X size={13} aria-hidden="true" />
        </button>
      </span>
    ))
}

function MatchingMenu({ asked }: { asked: RunFilter }) {
  const t = useT(runsTexts)
  const may = useMay()
  const { cancel, retry } = useRunActions()
  const say = useSayOutcome()
  if (!may('runs.control')) return null
  const ask = (action: string) =>
    confirm({ title: `${action}: ${t('matchingTitle')}`, text: t('matchingText'), action: t('goOn') })
  const cancelAll = async () => {
    if (await ask(t('cancel'))) cancel.mutate({ filter: asked }, { onSuccess: say, onError: toastError })
  }
  const retryAll = async (strategy: RetryStrategy) => {
    if (!(await ask(`${t('retry')}, ${t(strategy)}`))) return
    retry.mutate({ filter: asked, strategy }, { onSuccess: say, onError: toastError })
  }
  return (
    <Menu
      trigger={
        <Button busy={cancel.isPending || retry.isPending}>
          <ListFilter size={14} aria-hidden="true" />
          {t('bulk')}
        </Button>
      }
    >
      {RETRY_STRATEGIES.map((strategy) => (
        <MenuItem key={strategy} icon={<RotateCcw />} onSelect={() => retryAll(strategy)}>
          {t('retry')}: {t(strategy)}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={<Square />} danger onSelect={cancelAll}>
        {t('cancelMatching')}
      </MenuItem>
    </Menu>
  )
}

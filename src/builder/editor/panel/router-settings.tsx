import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import type { Branch, RouterAction } from '../../../workflow/schema.ts'
import { isFallback } from '../../../workflow/validate-router.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { applyEdits, useBench, useView } from '../bench.ts'
import { branchName } from '../canvas/small-nodes.tsx'
import { updateStep } from '../state/actions.ts'
import { ConditionsEditor } from './conditions.tsx'
import { panelTexts } from './texts.ts'

/** The branches of a router, and when each is taken. */
export function RouterSettings({ step }: { step: RouterAction }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const name = useId()
  const { branches, executionType } = step.settings
  const change = (part: Partial<RouterAction['settings']>) =>
    updateStep(bench, step, { settings: { ...step.settings, ...part } })
  const add = () =>
    applyEdits(bench, [
      {
        type: 'ADD_BRANCH',
        request: {
          stepName: step.name,
          branchIndex: branches.length,
          branchName: branchName(branches, (count) => t('newBranch', { count })),
        },
      },
    ])
  return (
    <div className="flex flex-col gap-5 p-5">
      <fieldset disabled={bench.isReadOnly}>
        <legend className="mb-1.5 font-medium text-sm">{t('execution')}</legend>
        <div className="grid grid-cols-2 gap-2">
          {(['EXECUTE_FIRST_MATCH', 'EXECUTE_ALL_MATCH'] as const).map((type) => (
            <label
              key={type}
              className="flex cursor-pointer items-center gap-2 rounded-md border px-3 py-2 text-sm has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name={name}
                checked={executionType === type}
                onChange={() => change({ executionType: type })}
                className="accent-(--color-accent)"
              />
              {t(type === 'EXECUTE_FIRST_MATCH' ? 'first' : 'all')}
            </label>
          ))}
        </div>
      </fieldset>
      <section className="flex flex-col gap-3">
        <h3 className="font-medium text-sm">{t('branches')}</h3>
        {branches.map((branch, index) => (
          <BranchCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a branch is known by its position
            key={index}
            step={step}
            branch={branch}
            index={index}
            onBranch={(next) => change({ branches: branches.with(index, next) })}
          />
        ))}
        {!bench.isReadOnly && (
          <Button size="sm" look="quiet" className="self-start" onClick={add}>
            <Plus size={14} aria-hidden="true" />
            {t('addBranch')}
          </Button>
        )}
      </section>
    </div>
  )
}

function BranchCard({
  step,
  branch,
  index,
  onBranch,
}: {
  step: RouterAction
  branch: Branch
  index: number
  onBranch: (branch: Branch) => void
}) {
  const bench = useBench()
  const t = useT(panelTexts)
  const path = `settings.branches[${index}]`
  const isWanted = useView((view) => view.field?.startsWith(path) ?? false)
  const isLast = isFallback(branch)
  return (
    <div
      ref={(element) => {
        if (isWanted) element?.scrollIntoView({ block: 'center' })
      }}
      className="rounded-lg border"
    >
      <div className="flex items-center gap-1 border-b bg-ground/60 py-1 pr-1 pl-2">
        <span className="flex size-5 items-center justify-center rounded-full bg-active font-medium text-2xs text-muted">
          {index + 1}
        </span>
        <Input
          aria-label={t('branchName')}
          value={branch.branchName}
          readOnly={bench.isReadOnly}
          onChange={(event) => onBranch({ ...branch, branchName: event.target.value })}
          className="border-transparent! bg-transparent! font-medium"
        />
        {!bench.isReadOnly && (
          <IconButton
            size="sm"
            label={t('deleteBranch')}
            onClick={() =>
              applyEdits(bench, [
                { type: 'DELETE_BRANCH', request: { stepName: step.name, branchIndex: index } },
              ])
            }
          >
            <Trash2 size={13} />
          </IconButton>
        )}
      </div>
      <div className="p-3">
        {isLast ? (
          <p className="text-muted text-xs">{t('otherwise')}</p>
        ) : (
          <ConditionsEditor
            groups={branch.conditions ?? []}
            path={`${path}.conditions`}
            onGroups={(conditions) => onBranch({ ...branch, conditions })}
          />
        )}
      </div>
    </div>
  )
}

import { ChevronRight, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { Issue } from '../../../workflow/issue.ts'
import { findStep } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { useBench, useDefinition, useView } from '../bench.ts'
import { StepIcon } from '../canvas/step-icon.tsx'
import { saidOf } from '../fields/form.ts'
import { goToIssue } from '../state/actions.ts'
import { partOf } from '../state/pieces.ts'
import { editorTexts } from '../texts.ts'
import { PanelHead } from './panel-head.tsx'

/** Why the workflow can't be published, and what else is worth a look. Each leads to its field. */
export function IssuesPanel() {
  const t = useT(editorTexts)
  const all = [...useView((view) => view.issues).values()].flat()
  const errors = all.filter(({ severity }) => severity === 'error')
  const warnings = all.filter(({ severity }) => severity === 'warning')
  return (
    <>
      <PanelHead title={errors.length > 0 ? t('issuesTitle') : t('warningsTitle')} />
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        {all.length === 0 && (
          <p className="flex items-center gap-2 p-2 text-sm">
            <CircleCheck size={16} className="text-success" aria-hidden="true" />
            {t('noIssues')}
          </p>
        )}
        <IssueList issues={errors} />
        {errors.length > 0 && warnings.length > 0 && (
          <h3 className="px-2 pt-4 pb-1 font-medium text-muted text-xs">{t('warningsTitle')}</h3>
        )}
        <IssueList issues={warnings} />
      </div>
    </>
  )
}

function IssueList({ issues }: { issues: readonly Issue[] }) {
  const bench = useBench()
  const t = useT(editorTexts)
  const definition = useDefinition()
  return (
    <ul>
      {issues.map((issue) => {
        const step = issue.step === null ? undefined : findStep(definition, issue.step)?.step
        const Icon = issue.severity === 'error' ? CircleAlert : TriangleAlert
        return (
          <li key={`${issue.step} ${issue.path} ${issue.code}`}>
            <button
              type="button"
              onClick={() => goToIssue(bench, issue.step, issue.path)}
              className="flex w-full items-center gap-3 rounded-lg px-2 py-2 text-left hover:bg-hover"
            >
              {step ? <StepIcon step={step} size={28} /> : null}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium text-sm">
                  {step ? step.displayName || step.name : t('theWorkflow')}
                </span>
                <span className="flex items-start gap-1 text-muted text-xs">
                  <Icon
                    size={13}
                    aria-hidden="true"
                    className={`mt-0.5 shrink-0 ${issue.severity === 'error' ? 'text-danger' : 'text-warning'}`}
                  />
                  {saidOf(issue, step && partOf(step, bench.pieces))}
                </span>
              </span>
              <ChevronRight size={15} className="shrink-0 text-faint" aria-hidden="true" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

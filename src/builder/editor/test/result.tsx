import { CircleCheck, CircleX, Clock, LocateFixed } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { isObject } from '../../../json.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { useBench } from '../bench.ts'
import { goToIssue } from '../state/actions.ts'
import { testTexts } from './texts.ts'

/** An error, as tests and runs tell of it. */
interface ShownError {
  code: string
  message: string
  details?: unknown
}

/** Whether something worked, and how long it took. */
export function Verdict({
  isGood,
  duration,
  text,
}: {
  isGood: boolean
  duration: number | null
  text?: string | undefined
}) {
  const t = useT(testTexts)
  const format = useFormats()
  const Icon = isGood ? CircleCheck : CircleX
  return (
    <p
      role="status"
      className={cx(
        'flex items-center gap-2 font-medium text-sm',
        isGood ? 'text-success-ink' : 'text-danger-ink',
      )}
    >
      <Icon size={16} aria-hidden="true" />
      {text ?? t(isGood ? 'succeeded' : 'failed')}
      {duration !== null && (
        <span className="font-normal text-muted text-xs tabular-nums">{format.duration(duration)}</span>
      )}
    </p>
  )
}

/** What went wrong, and the way to the field it is about. */
export function ErrorBox({ step, error }: { step: string; error: ShownError }) {
  const t = useT(testTexts)
  const bench = useBench()
  const field = fieldOf(error.details)
  return (
    <div role="alert" className="rounded-lg border border-danger/30 bg-danger-soft p-3">
      <p className="break-words text-danger-ink text-sm">{error.message}</p>
      <p className="mt-1 flex items-center gap-2">
        <code className="text-2xs text-muted">{error.code}</code>
        {field && (
          <Button size="sm" look="quiet" onClick={() => goToIssue(bench, step, `settings.input.${field}`)}>
            <LocateFixed size={13} aria-hidden="true" />
            {t('toField')}
          </Button>
        )}
      </p>
    </div>
  )
}

/** The first field that an error's details name. */
function fieldOf(details: unknown): string | undefined {
  const first = Array.isArray(details)
    ? details[0]
    : isObject(details) && Array.isArray(details.issues)
      ? details.issues[0]
      : details
  if (!isObject(first)) return undefined
  const path = first.path ?? first.field
  const text = Array.isArray(path) ? path.join('.') : path
  return typeof text === 'string' && text !== ''
    ? text.replace(/^(?:settings\.)?(?:input\.)?/, '')
    : undefined
}

/** Several sides of a result, one at a time. */
export function Sides({
  sides,
}: {
  sides: readonly { key: string; text: string; content: ReactNode; isThere: boolean }[]
}) {
  const t = useT(testTexts)
  const there = sides.filter(({ isThere }) => isThere)
  const [chosen, setChosen] = useState(there[0]?.key)
  const shown = there.find(({ key }) => key === chosen) ?? there[0]
  if (!shown) return null
  return (
    <div>
      <div role="tablist" aria-label={t('views')} className="mb-2 flex gap-1">
        {there.map(({ key, text }) => (
          <button
            key={key}
            type="button"
            role="tab"
            aria-selected={shown.key === key}
            onClick={() => setChosen(key)}
            className={cx(
              'rounded-md px-2 py-0.5 text-xs',
              shown.key === key ? 'bg-active font-medium' : 'text-muted hover:bg-hover',
            )}
          >
            {text}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={shown.text}>
        {shown.content}
      </div>
    </div>
  )
}

/** What a step writes on its console. */
export const Console = ({ text }: { text: string }) => (
  <pre className="max-h-72 overflow-auto whitespace-pre-wrap rounded-lg border bg-sunken/60 p-2.5 font-mono text-xs">
    {text}
  </pre>
)

/** Something waits: for how long, and for what. */
export const WaitNote = ({ text }: { text: string }) => (
  <p className="flex items-center gap-2 rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
    <Clock size={15} aria-hidden="true" />
    {text}
  </p>
)

import { Plus, Trash2 } from 'lucide-react'
import { useT } from '../i18n/texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { newCampaignTexts } from './texts.ts'
import { DAYS, MAX_WINDOWS, nextWindow, shownEnd, toggleDay, typedEnd, type Window } from './windows.ts'

/** On which days and between which hours a campaign may call: one window or several. */
export function WindowFields({
  windows,
  onWindows,
}: {
  windows: readonly Window[]
  onWindows: (windows: readonly Window[]) => void
}) {
  const t = useT(newCampaignTexts)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">{t('hours')}</legend>
      {windows.map((window, index) => (
        <WindowField
          // biome-ignore lint/suspicious/noArrayIndexKey: a window is its place, and keeps nothing of its own
          key={index}
          number={index + 1}
          window={window}
          onWindow={(next) => onWindows(windows.with(index, next))}
          onRemove={windows.length > 1 ? () => onWindows(windows.toSpliced(index, 1)) : undefined}
        />
      ))}
      {windows.length < MAX_WINDOWS && (
        <Button
          size="sm"
          look="quiet"
          className="self-start"
          onClick={() => onWindows([...windows, nextWindow(windows)])}
        >
          <Plus size={14} aria-hidden="true" />
          {t('addWindow')}
        </Button>
      )}
    </fieldset>
  )
}

function WindowField({
  number,
  window,
  onWindow,
  onRemove,
}: {
  number: number
  window: Window
  onWindow: (window: Window) => void
  /** left out for the last one: a campaign has at least one */
  onRemove: (() => void) | undefined
}) {
  const t = useT(newCampaignTexts)
  const { days, from, to } = window
  return (
    <fieldset aria-label={t('window', { number })} className="flex flex-col gap-3 rounded-lg border p-3">
      <div className="flex items-start gap-2">
        <div className="flex flex-1 flex-wrap gap-1">
          {DAYS.map((day) => (
            <button
              key={day}
              type="button"
              aria-pressed={days.includes(day)}
              onClick={() => onWindow({ ...window, days: toggleDay(days, day) })}
              className={cx(
                'h-8 rounded-md border px-2.5 text-sm',
                days.includes(day)
                  ? 'border-accent bg-accent-soft font-medium text-accent-ink'
                  : 'border-line-strong text-muted hover:bg-hover',
              )}
            >
              {t(day)}
            </button>
          ))}
        </div>
        {onRemove && (
          <IconButton label={t('removeWindow', { number })} onClick={onRemove}>
            <Trash2 size={15} />
          </IconButton>
        )}
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('from')}>
          {(control) => (
            <Input
              {...control}
              type="time"
              value={from}
              onChange={(event) => onWindow({ ...window, from: event.target.value })}
              required
            />
          )}
        </Field>
        <Field label={t('to')}>
          {(control) => (
            <Input
              {...control}
              type="time"
              value={shownEnd(to)}
              onChange={(event) => onWindow({ ...window, to: typedEnd(event.target.value) })}
              required
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}

import { Wrench } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../../json.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/input.tsx'
import { argumentOf, type PlayedTool } from './play.ts'
import { simulatorTexts } from './texts.ts'

/** A function of the agent, to be called with arguments. */
export function ToolForm({
  tool,
  isBusy,
  onUse,
}: {
  tool: PlayedTool
  isBusy: boolean
  onUse: (given: JsonObject) => void
}) {
  const t = useT(simulatorTexts)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const use = () => {
    const given = tool.parameters.flatMap(({ name, type }) => {
      const value = argumentOf(type, typed[name] ?? '')
      return value === undefined || value === '' ? [] : [[name, value]]
    })
    onUse(Object.fromEntries(given) as JsonObject)
  }
  return (
    <form
      className="rounded-lg border p-3"
      onSubmit={(event) => {
        event.preventDefault()
        use()
      }}
    >
      <p className="mb-2 flex items-center gap-2 font-medium text-sm">
        <Wrench size={13} className="text-muted" aria-hidden="true" />
        {tool.name}
      </p>
      <div className="flex flex-col gap-2">
        {tool.parameters.map(({ name, type, description, required }) => {
          const value = typed[name] ?? ''
          const set = (text: string) => setTyped({ ...typed, [name]: text })
          return (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside it
            <label
              key={name}
              className="grid grid-cols-[110px_1fr] items-center gap-2 text-sm"
              title={description}
            >
              <span className="truncate text-muted">
                {name}
                {required && <span className="text-danger-ink"> *</span>}
              </span>
              {type === 'boolean' ? (
                <Select value={value} onChange={(event) => set(event.target.value)}>
                  <option value="">–</option>
                  <option value="true">{t('yes')}</option>
                </Select>
              ) : (
                <Input
                  type={type === 'number' ? 'number' : 'text'}
                  step="any"
                  placeholder={description}
                  value={value}
                  onChange={(event) => set(event.target.value)}
                />
              )}
            </label>
          )
        })}
      </div>
      <Button size="sm" type="submit" busy={isBusy} className="mt-3">
        {t('use')}
      </Button>
    </form>
  )
}

import { Command } from 'cmdk'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { buttonClass } from './button.tsx'
import { cx } from './classes.ts'
import { Popover } from './popover.tsx'

/** Something to pick. */
export interface PickerChoice {
  value: string
  text: string
  detail?: string
  icon?: ReactNode
}

/** One of many, found by typing. */
export function Picker({
  label,
  text,
  choices,
  onPick,
  search,
  onSearch,
  trigger,
  align,
}: {
  label: string
  /** what is picked now, or what to pick */
  text?: string
  choices: readonly PickerChoice[]
  onPick: (value: string) => void
  /** given with `onSearch`, where the server searches */
  search?: string
  onSearch?: (search: string) => void
  /** in place of the plain button */
  trigger?: ReactNode
  align?: 'start' | 'end'
}) {
  const t = useT(commonTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpen={setOpen}
      align={align}
      trigger={
        trigger ?? (
          <button
            type="button"
            aria-label={`${label}: ${text}`}
            className={cx(buttonClass(), 'max-w-64 font-normal')}
          >
            <span className="truncate">{text}</span>
            <ChevronDown size={14} aria-hidden="true" className="text-muted" />
          </button>
        )
      }
    >
      <Command label={label} shouldFilter={!onSearch} loop className="w-72 max-w-full">
        <Command.Input
          value={search}
          onValueChange={onSearch}
          placeholder={t('search')}
          className="mb-1 h-8 w-full border-b bg-transparent px-2 text-sm outline-none"
        />
        <Command.List className="max-h-72 overflow-y-auto">
          <Command.Empty className="px-2 py-6 text-center text-muted text-sm">
            {t('nothingFound')}
          </Command.Empty>
          {choices.map(({ value, text: name, detail, icon }) => (
            <Command.Item
              key={value}
              value={value}
              keywords={[name]}
              onSelect={() => {
                setOpen(false)
                onPick(value)
              }}
              className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-active [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted"
            >
              {icon}
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {detail && <span className="shrink-0 text-faint text-xs">{detail}</span>}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  )
}

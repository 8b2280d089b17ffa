import { Command } from 'cmdk'
import { Check, ChevronDown, RefreshCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { Popover } from '../../ui/popover.tsx'
import { useBench } from '../bench.ts'
import { fieldTexts } from './texts.ts'

interface Option {
  value: string | number
  label: string
}

/** What there is to choose from, and how that stands. */
export interface Choices {
  options: readonly Option[]
  isLoading?: boolean
  /** why there is nothing to choose */
  placeholder?: string | undefined
  /** asks the service again */
  onRefresh?: () => void
  /** the service narrows the list itself */
  onSearch?: (query: string) => void
}

interface Props extends Choices {
  id: string
  isInvalid?: boolean
  describedBy?: string | undefined
}

/** One of what there is. */
export function ChoiceInput({
  value,
  onValue,
  isClearable = false,
  ...props
}: Props & {
  value: unknown
  onValue: (value: string | number | undefined) => void
  isClearable?: boolean
}) {
  const t = useT(fieldTexts)
  const [isOpen, setOpen] = useState(false)
  const chosen = props.options.find((option) => option.value === value)
  const text = chosen?.label ?? (value === undefined || value === null || value === '' ? '' : String(value))
  return (
    <Opened
      {...props}
      isOpen={isOpen}
      onOpen={setOpen}
      shown={
        text === '' ? (
          <span className="text-faint">{props.placeholder ?? t('choose')}</span>
        ) : (
          <span className="truncate">{text}</span>
        )
      }
      onClear={isClearable && text !== '' ? () => onValue(undefined) : undefined}
      isChosen={(option) => option.value === value}
      onChoose={(option) => {
        onValue(option.value)
        setOpen(false)
      }}
    />
  )
}

/** Any number of what there is. */
export function ChoicesInput({
  value,
  onValue,
  ...props
}: Props & { value: unknown; onValue: (value: (string | number)[]) => void }) {
  const t = useT(fieldTexts)
  const [isOpen, setOpen] = useState(false)
  const chosen = Array.isArray(value) ? (value as (string | number)[]) : []
  const labelOf = (each: string | number) =>
    props.options.find((option) => option.value === each)?.label ?? String(each)
  return (
    <Opened
      {...props}
      isOpen={isOpen}
      onOpen={setOpen}
      shown={
        chosen.length === 0 ? (
          <span className="text-faint">{props.placeholder ?? t('chooseMany')}</span>
        ) : (
          <span className="flex min-w-0 flex-wrap gap-1">
            {chosen.map((each) => (
              <span key={each} className="rounded-sm bg-active px-1.5 text-xs">
                {labelOf(each)}
              </span>
            ))}
          </span>
        )
      }
      isChosen={(option) => chosen.includes(option.value)}
      onChoose={({ value: each }) =>
        onValue(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each])
      }
    />
  )
}

function Opened({
  id,
  options,
  isLoading = false,
  placeholder,
  onRefresh,
  onSearch,
  isInvalid,
  describedBy,
  isOpen,
  onOpen,
  shown,
  onClear,
  isChosen,
  onChoose,
}: Props & {
  isOpen: boolean
  onOpen: (open: boolean) => void
  shown: ReactNode
  onClear?: (() => void) | undefined
  isChosen: (option: Option) => boolean
  onChoose: (option: Option) => void
}) {
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  return (
    <div className="relative min-w-0 flex-1">
      <Popover
        open={isOpen && !isReadOnly}
        onOpen={onOpen}
        trigger={
          <button
            id={id}
            type="button"
            aria-haspopup="listbox"
            aria-describedby={describedBy}
            aria-invalid={isInvalid || undefined}
            disabled={isReadOnly}
            className={cx('control flex items-center gap-2 text-left', onClear ? 'pr-14!' : 'pr-8!')}
          >
            {shown}
            <ChevronDown size={14} aria-hidden="true" className="absolute right-2.5 shrink-0 text-faint" />
          </button>
        }
      >
        <Command label={t('search')} shouldFilter={!onSearch} className="w-80 max-w-full">
          <div className="flex items-center gap-1 border-b px-2 pb-1">
            <Command.Input
              autoFocus
              placeholder={t('search')}
              onValueChange={onSearch}
              className="h-8 min-w-0 flex-1 bg-transparent text-sm outline-none"
            />
            {onRefresh && (
              <button
                type="button"
                aria-label={t('refresh')}
                onClick={onRefresh}
                className="rounded-sm p-1 text-faint hover:text-ink"
              >
                <RefreshCw size={13} aria-hidden="true" className={isLoading ? 'animate-spin' : undefined} />
              </button>
            )}
          </div>
          <Command.List className="max-h-64 overflow-y-auto pt-1">
            <Command.Empty className="px-3 py-4 text-center text-muted text-sm">
              {isLoading ? t('loading') : (placeholder ?? t('nothing'))}
            </Command.Empty>
            {options.map((option) => (
              <Command.Item
                key={option.value}
                value={`${option.label} ${option.value}`}
                onSelect={() => onChoose(option)}
                className="flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-active"
              >
                <Check
                  size={14}
                  aria-hidden="true"
                  className={cx('shrink-0 text-accent-ink', !isChosen(option) && 'invisible')}
                />
                <span className="min-w-0 flex-1 truncate">{option.label}</span>
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </Popover>
      {onClear && !isReadOnly && (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={onClear}
          className="-translate-y-1/2 absolute top-1/2 right-7 rounded-sm p-1 text-faint hover:text-ink"
        >
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}

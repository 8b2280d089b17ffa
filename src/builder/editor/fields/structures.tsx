import { ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isObject } from '../../../json.ts'
import type { Properties } from '../../../piece/property.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input as TextBox } from '../../ui/input.tsx'
import { useBench } from '../bench.ts'
import { type ControlProps, useNestedFields } from './nested.ts'
import { TemplateInput } from './template-input.tsx'
import { fieldTexts } from './texts.ts'

/** A list of texts, each of which takes expressions. */
export function ListInput({ value, onValue, property }: ControlProps) {
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  const items = Array.isArray(value) ? value : []
  const set = (index: number, item: unknown) => onValue(items.with(index, item))
  return (
    <div className="flex flex-col gap-2">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name, and keep their order
        <div key={index} className="flex items-start gap-1">
          <TemplateInput
            value={item}
            label={`${property.displayName}, ${t('item', { number: index + 1 })}`}
            onValue={(text) => set(index, text)}
          />
          {!isReadOnly && <RemoveButton index={index} onRemove={() => onValue(items.toSpliced(index, 1))} />}
        </div>
      ))}
      {!isReadOnly && <AddButton onAdd={() => onValue([...items, ''])} />}
    </div>
  )
}

function RemoveButton({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useT(fieldTexts)
  return (
    <IconButton label={t('removeItem', { number: index + 1 })} onClick={onRemove}>
      <Trash2 size={14} />
    </IconButton>
  )
}

function AddButton({ onAdd }: { onAdd: () => void }) {
  const t = useT(fieldTexts)
  return (
    <Button size="sm" look="quiet" className="-ml-1.5 self-start" onClick={onAdd}>
      <Plus size={14} aria-hidden="true" />
      {t('addItem')}
    </Button>
  )
}

/** A list of rows that have the same fields. */
export function RowsInput({ value, onValue, row, path, input }: ControlProps & { row: Properties }) {
  const Fields = useNestedFields()
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  const rows = Array.isArray(value) ? value : []
  const defaults = Object.fromEntries(
    Object.entries(row).flatMap(([name, { defaultValue }]) =>
      defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  )
  return (
    <div className="flex flex-col gap-2">
      {rows.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and keep their order
        <div key={index} className="rounded-lg border bg-ground/60">
          <div className="flex items-center justify-between border-b py-1 pr-1 pl-3">
            <span className="truncate text-muted text-xs">
              {titleOf(each) || t('item', { number: index + 1 })}
            </span>
            {!isReadOnly && (
              <span className="flex">
                {index > 0 && (
                  <IconButton size="sm" label={t('moveUp')} onClick={() => onValue(swapped(rows, index))}>
                    <ArrowUp size={13} />
                  </IconButton>
                )}
                <IconButton
                  size="sm"
                  label={t('removeItem', { number: index + 1 })}
                  onClick={() => onValue(rows.toSpliced(index, 1))}
                >
                  <Trash2 size={13} />
                </IconButton>
              </span>
            )}
          </div>
          <div className="flex flex-col gap-3 p-3">
            <Fields
              properties={row}
              value={isObject(each) ? each : {}}
              onValue={(next) => onValue(rows.with(index, next))}
              path={`${path}[${index}]`}
              around={input}
            />
          </div>
        </div>
      ))}
      {!isReadOnly && <AddButton onAdd={() => onValue([...rows, { ...defaults }])} />}
    </div>
  )
}

/** What tells a row from others: the first of its texts. */
function titleOf(row: unknown): string {
  if (!isObject(row)) return ''
  const text = Object.values(row).find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : ''
}

function swapped(rows: unknown[], index: number): unknown[] {
  return rows.with(index, rows[index - 1]).with(index - 1, rows[index])
}

/** Names with values. */
export function ObjectInput(props: ControlProps) {
  const { value, onValue, id } = props
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  // While it is typed a name may be empty or taken: the object has it once it is neither.
  const [pairs, setPairs] = useState<[string, unknown][]>(() => pairsOf(value))
  const shown =
    JSON.stringify(Object.fromEntries(pairs)) === JSON.stringify(isObject(value) ? value : {})
      ? pairs
      : pairsOf(value)
  const change = (next: [string, unknown][]) => {
    setPairs(next)
    onValue(Object.fromEntries(next.filter(([name]) => name !== '')))
  }
  if (typeof value === 'string' && value !== '') {
    return <TemplateInput value={value} onValue={onValue} labelledBy={`${id}-label`} />
  }
  return (
    <div className="flex flex-col gap-2">
      {(pairs.some(([name]) => name === '') ? pairs : shown).map(([name, item], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed
        <div key={index} className="flex items-start gap-1">
          <TextBox
            aria-label={`${t('name')} ${index + 1}`}
            placeholder={t('name')}
            value={name}
            readOnly={isReadOnly}
            onChange={(event) => change(pairs.with(index, [event.target.value, item]))}
            className="w-2/5!"
          />
          <TemplateInput
            value={item}
            label={name || t('value')}
            placeholder={t('value')}
            onValue={(text) => change(pairs.with(index, [name, text]))}
          />
          {!isReadOnly && <RemoveButton index={index} onRemove={() => change(pairs.toSpliced(index, 1))} />}
        </div>
      ))}
      {!isReadOnly && <AddButton onAdd={() => change([...shown, ['', '']])} />}
    </div>
  )
}

const pairsOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : [])

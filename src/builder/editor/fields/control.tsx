import { useState } from 'react'
import { isTemplate } from '../../../workflow/templates.ts'
import { useT } from '../../i18n/texts.ts'
import { Input as TextBox } from '../../ui/input.tsx'
import { Switch } from '../../ui/toggle.tsx'
import { useBench } from '../bench.ts'
import { ChoiceInput, ChoicesInput } from './choice-input.tsx'
import { CodeInput } from './code-input.tsx'
import { useForm } from './form.ts'
import { type ControlProps, useNestedFields } from './nested.ts'
import { useChoices, useDynamicProperties } from './options.ts'
import { ListInput, ObjectInput, RowsInput } from './structures.tsx'
import { TemplateInput, TemplatePreview, textOf } from './template-input.tsx'
import { fieldTexts } from './texts.ts'

/** The control of a field, by its type. */
export function ControlOf(props: ControlProps) {
  const { id, property, value, onValue, isInvalid } = props
  const note = `${id}-note`
  switch (property.type) {
    case 'LONG_TEXT':
      return <Text {...props} isLine={false} />
    case 'NUMBER':
      return <Text {...props} onValue={(text) => onValue(asNumber(text))} />
    case 'CHECKBOX':
      return <Toggle {...props} />
    case 'SECRET_TEXT':
      return <Secret {...props} />
    case 'DATE_TIME':
      return <DateTime {...props} />
    case 'COLOR':
      return <Colour {...props} />
    case 'FILE':
      return <FileInput {...props} />
    case 'JSON':
      return <JsonInput {...props} />
    case 'OBJECT':
      return <ObjectInput {...props} />
    case 'ARRAY':
      return property.properties ? (
        <RowsInput {...props} row={property.properties} />
      ) : (
        <ListInput {...props} />
      )
    case 'STATIC_DROPDOWN':
      return (
        <ChoiceInput
          {...{ id, value, onValue, isInvalid, describedBy: note }}
          options={property.options?.options ?? []}
          isClearable={!property.required}
        />
      )
    case 'STATIC_MULTI_SELECT_DROPDOWN':
      return (
        <ChoicesInput
          {...{ id, value, onValue, isInvalid, describedBy: note }}
          options={property.options?.options ?? []}
        />
      )
    case 'DROPDOWN':
      return <Dropdown {...props} />
    case 'MULTI_SELECT_DROPDOWN':
      return <Dropdowns {...props} />
    case 'DYNAMIC':
      return <Dynamic {...props} />
    default:
      return <Text {...props} />
  }
}

function Text({
  id,
  value,
  onValue,
  isInvalid,
  isRaw,
  isLine = true,
  property,
}: ControlProps & { isLine?: boolean }) {
  return (
    <>
      <TemplateInput
        key={String(isRaw)}
        value={value}
        onValue={onValue}
        labelledBy={`${id}-label`}
        describedBy={`${id}-note`}
        isInvalid={isInvalid}
        isLine={isLine}
        isRaw={isRaw}
      />
      {property.suggestions && (
        <span className="flex flex-wrap gap-1">
          {property.suggestions.map((suggestion) => (
            <button
              key={suggestion.value}
              type="button"
              onClick={() => onValue(suggestion.value)}
              className="rounded-full border px-2 text-2xs text-muted hover:bg-hover hover:text-ink"
            >
              {suggestion.label}
            </button>
          ))}
        </span>
      )}
    </>
  )
}

/** Text that is a number is kept as one; an expression as it stands. */
function asNumber(text: unknown): unknown {
  if (typeof text !== 'string' || text.trim() === '') return text === '' ? undefined : text
  const value = Number(text)
  // "1." and "1.0" are on their way to being a number.
  return Number.isFinite(value) && String(value) === text.trim() ? value : text
}

function Toggle({ id, value, onValue, property }: ControlProps) {
  const { isReadOnly } = useBench()
  return (
    <span className="flex h-8 items-center">
      <Switch
        id={id}
        label={property.displayName}
        checked={value === true || value === 'true'}
        disabled={isReadOnly}
        onChecked={onValue}
      />
    </span>
  )
}

function Secret({ id, value, onValue, isInvalid }: ControlProps) {
  const { isReadOnly } = useBench()
  return (
    <TextBox
      id={id}
      type={isTemplate(value) ? 'text' : 'password'}
      autoComplete="new-password"
      value={textOf(value)}
      readOnly={isReadOnly}
      aria-invalid={isInvalid || undefined}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

function DateTime({ id, value, onValue, isInvalid }: ControlProps) {
  const { isReadOnly } = useBench()
  const text = textOf(value)
  return (
    <TextBox
      id={id}
      type="datetime-local"
      step={1}
      value={localTime(text)}
      readOnly={isReadOnly}
      aria-invalid={isInvalid || undefined}
      onChange={({ target }) =>
        onValue(target.value === '' ? undefined : new Date(target.value).toISOString())
      }
    />
  )
}

/** A moment as the browser's own control takes it: without a zone, in that of the user. */
function localTime(iso: string): string {
  const at = new Date(iso)
  if (iso === '' || Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

function Colour(props: ControlProps) {
  const text = textOf(props.value)
  return (
    <span className="flex items-center gap-2">
      <input
        type="color"
        aria-label={props.property.displayName}
        value={/^#[0-9a-f]{6}$/i.test(text) ? text : '#000000'}
        onChange={(event) => props.onValue(event.target.value)}
        className="h-8 w-10 rounded-md border"
      />
      <Text {...props} />
    </span>
  )
}

const MAX_FILE_BYTES = 500_000

function FileInput(props: ControlProps) {
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  const [error, setError] = useState<string | null>(null)
  const isData = typeof props.value === 'string' && props.value.startsWith('data:')
  const take = (file: File | undefined) => {
    if (!file) return
    if (file.size > MAX_FILE_BYTES) return setError(t('fileTooLarge'))
    setError(null)
    const reader = new FileReader()
    reader.onload = () => props.onValue(reader.result)
    reader.readAsDataURL(file)
  }
  return (
    <>
      <span className="flex items-start gap-2">
        {isData ? (
          <span className="control truncate text-muted">{textOf(props.value).slice(0, 60)}…</span>
        ) : (
          <Text {...props} />
        )}
        <label className="inline-flex h-8 shrink-0 cursor-pointer items-center rounded-md border border-line-strong px-2.5 font-medium text-xs shadow-xs focus-within:outline-2 focus-within:outline-accent hover:bg-hover">
          {t('chooseFile')}
          <input
            type="file"
            className="sr-only"
            disabled={isReadOnly}
            onChange={(event) => take(event.target.files?.[0])}
          />
        </label>
      </span>
      <p className="text-faint text-xs">{error ?? t('fileHint')}</p>
    </>
  )
}

/** JSON as it is typed. What can be read is kept as a value, so that expressions in it keep their types. */
function JsonInput({ id, value, onValue, isInvalid }: ControlProps) {
  const t = useT(fieldTexts)
  const { roots } = useForm()
  const [typed, setTyped] = useState(() => textOf(value))
  const shown = sameJson(typed, value) ? typed : textOf(value)
  const change = (text: string) => {
    setTyped(text)
    if (!sameJson(text, value)) onValue(text.trim() === '' ? undefined : parsed(text))
  }
  const isJson = shown.trim() === '' || typeof parsed(shown) !== 'string' || isTemplate(shown)
  return (
    <>
      <CodeInput
        text={shown}
        onText={change}
        language="json"
        labelledBy={`${id}-label`}
        roots={roots}
        isInvalid={isInvalid || !isJson}
        className="max-h-80 min-h-24"
      />
      {!isJson && <p className="text-warning-ink text-xs">{t('notJson')}</p>}
      {typeof value === 'string' && <TemplatePreview value={value} />}
    </>
  )
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const sameJson = (text: string, value: unknown) =>
  text.trim() === ''
    ? value === undefined || value === ''
    : JSON.stringify(parsed(text)) === JSON.stringify(value)

function Dropdown({ id, name, property, value, onValue, input, isInvalid }: ControlProps) {
  const choices = useChoices(name, property, input)
  return (
    <ChoiceInput
      {...{ id, value, onValue, isInvalid, describedBy: `${id}-note` }}
      {...choices}
      isClearable={!property.required}
    />
  )
}

function Dropdowns({ id, name, property, value, onValue, input, isInvalid }: ControlProps) {
  const choices = useChoices(name, property, input)
  return <ChoicesInput {...{ id, value, onValue, isInvalid, describedBy: `${id}-note` }} {...choices} />
}

/** Fields that hang on others. */
function Dynamic({ name, property, value, onValue, input, path }: ControlProps) {
  const Fields = useNestedFields()
  const t = useT(fieldTexts)
  const { properties, placeholder, isLoading } = useDynamicProperties(name, property, input)
  if (!properties || Object.keys(properties).length === 0) {
    return (
      <p className="rounded-md bg-sunken px-3 py-2 text-muted text-xs">
        {isLoading ? t('loading') : (placeholder ?? t('nothing'))}
      </p>
    )
  }
  const known = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return (
    <div className="flex flex-col gap-4 border-l-2 pl-3">
      <Fields properties={properties} value={known} onValue={onValue} path={path} around={input} />
    </div>
  )
}

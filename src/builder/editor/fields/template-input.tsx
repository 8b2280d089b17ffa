import { useEffect, useId, useRef } from 'react'
import { isTemplate } from '../../../workflow/templates.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { useBench } from '../bench.ts'
import { previewTemplate } from '../data/scope.ts'
import { previewOf } from '../data/tree.ts'
import { type TemplateEditor, type TemplateOptions, templateEditor } from './code-mirror/template-editor.ts'
import { useForm } from './form.ts'
import { fieldTexts } from './texts.ts'

interface TemplateInputProps {
  value: unknown
  onValue: (text: string) => void
  /** of the label, or what is read out instead */
  labelledBy?: string
  label?: string
  describedBy?: string | undefined
  isInvalid?: boolean
  isLine?: boolean
  isRaw?: boolean
  placeholder?: string
  /** shows what it comes to on sample data */
  hasPreview?: boolean
}

/** Text with the data of earlier steps in it, shown as chips. */
export function TemplateInput(props: TemplateInputProps) {
  const { value, onValue, isLine = true, isRaw = false, hasPreview = true } = props
  const bench = useBench()
  const t = useT(fieldTexts)
  const form = useForm()
  const holder = useRef<HTMLDivElement>(null)
  const editor = useRef<TemplateEditor>(null)
  const text = textOf(value)
  const latest = useRef({ onValue, text, form })
  latest.current = { onValue, text, form }
  const attributes = attributesOf(props)
  const first = useRef({ attributes, placeholder: props.placeholder ?? t('typeOrInsert') })
  useEffect(() => {
    if (!holder.current) return
    const options: TemplateOptions = {
      ...first.current,
      text: latest.current.text,
      isLine,
      isRaw,
      isReadOnly: bench.isReadOnly,
      describe: (source) => latest.current.form.describe(source),
      roots: () => latest.current.form.roots,
      onText: (typed) => latest.current.onValue(typed),
      onFocus: () => {
        bench.insertion.current = (inserted) => made.insert(inserted)
        bench.view.set({ isPicking: true })
      },
      onBlur: (to) => leaveField(bench, to),
    }
    const made = templateEditor(holder.current, options)
    editor.current = made
    return () => {
      made.destroy()
      editor.current = null
    }
  }, [bench, isLine, isRaw])
  useEffect(() => editor.current?.setText(text), [text])
  useEffect(() => editor.current?.setFacts(form.describe), [form.describe])
  const said = JSON.stringify(attributes)
  useEffect(() => editor.current?.setAttributes(JSON.parse(said)), [said])
  return (
    <div className="min-w-0 flex-1">
      <div
        ref={holder}
        data-template=""
        className={cx(
          'control p-0! focus-within:border-accent',
          !isLine && 'max-h-72 min-h-20 overflow-y-auto',
        )}
        aria-invalid={props.isInvalid || undefined}
      />
      {hasPreview && <TemplatePreview value={text} />}
    </div>
  )
}

/** Going from a field to the data beside it is no leaving. */
export function leaveField({ view }: ReturnType<typeof useBench>, to: EventTarget | null): void {
  const stays = to instanceof Element && to.closest('[data-picks],[data-template]') !== null
  if (!stays) view.set({ isPicking: false })
}

function attributesOf({ labelledBy, label, describedBy, isInvalid, isLine = true }: TemplateInputProps) {
  return {
    role: 'textbox',
    'aria-multiline': String(!isLine),
    ...(labelledBy && { 'aria-labelledby': labelledBy }),
    ...(label && { 'aria-label': label }),
    ...(describedBy && { 'aria-describedby': describedBy }),
    ...(isInvalid && { 'aria-invalid': 'true' }),
  }
}

/** A value as text to edit. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** What a text with expressions comes to on sample data. */
export function TemplatePreview({ value }: { value: unknown }) {
  const t = useT(fieldTexts)
  const { sources } = useForm()
  const id = useId()
  if (!isTemplate(value)) return null
  const { value: result, warnings, unknown } = previewTemplate(value, sources)
  const [warning] = warnings
  if (unknown.length > 0) {
    return (
      <p id={id} className="mt-1 text-2xs text-faint">
        {t('noSample', { steps: unknown.join(', ') })}
      </p>
    )
  }
  if (warning) {
    return (
      <p id={id} className="mt-1 text-2xs text-warning-ink">
        {warning.message}
      </p>
    )
  }
  return (
    <p id={id} className="mt-1 flex min-w-0 gap-1.5 text-2xs text-muted" title={t('preview')}>
      <span aria-hidden="true" className="text-faint">
        =
      </span>
      <output className="truncate">
        {previewOf(result) || <span className="text-faint italic">{t('empty')}</span>}
      </output>
    </p>
  )
}

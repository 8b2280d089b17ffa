import { Braces, SquareFunction } from 'lucide-react'
import { useId, useState } from 'react'
import { isTemplate } from '../../../workflow/templates.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useBench } from '../bench.ts'
import { ControlOf } from './control.tsx'
import { FieldFrame } from './field-frame.tsx'
import { issueAt, saidOf, useForm } from './form.ts'
import type { PropertyFieldProps } from './nested.ts'
import { TemplateInput } from './template-input.tsx'
import { fieldTexts } from './texts.ts'

/** Fields that are text anyhow: an expression goes right into them. */
const TEXT: ReadonlySet<string> = new Set(['SHORT_TEXT', 'LONG_TEXT', 'NUMBER', 'JSON', 'OBJECT', 'FILE'])

/** One field of a piece: its label, what is said about it, its control, and what is wrong with it. */
export function PropertyField(props: PropertyFieldProps) {
  const { name, property, value, onValue, path, isDynamic = false, onDynamic } = props
  const id = useId()
  const { issues, part } = useForm()
  const [wantsRaw, setRaw] = useState(false)
  const isText = TEXT.has(property.type)
  const isExpression = !isText && (isDynamic || (isTemplate(value) && typeof value === 'string'))
  const issue = issueAt(issues, path)
  if (property.type === 'MARKDOWN')
    return <p className="whitespace-pre-wrap text-muted text-sm">{property.description}</p>
  if (isNothing(props)) return null
  const toggle = () => {
    if (isText) return setRaw(!wantsRaw)
    if (isExpression) onValue(undefined)
    onDynamic?.(!isExpression)
  }
  return (
    <FieldFrame
      id={id}
      path={path}
      label={property.displayName || name}
      hint={property.description}
      isRequired={property.required}
      error={issue && saidOf(issue, part)}
      isWarning={issue?.severity === 'warning'}
      aside={<ModeButton type={property.type} isOn={isText ? wantsRaw : isExpression} onToggle={toggle} />}
    >
      {isExpression ? (
        <TemplateInput
          value={value}
          onValue={onValue}
          labelledBy={`${id}-label`}
          describedBy={`${id}-note`}
          isInvalid={issue?.severity === 'error'}
        />
      ) : (
        <ControlOf {...props} id={id} isRaw={wantsRaw} isInvalid={issue?.severity === 'error'} />
      )}
    </FieldFrame>
  )
}

/** Switches between a fixed value and an expression, or between chips and code. */
function ModeButton({ type, isOn, onToggle }: { type: string; isOn: boolean; onToggle: () => void }) {
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  const isText = TEXT.has(type)
  if (isReadOnly || type === 'JSON' || type === 'OBJECT') return null
  const text = isText ? t(isOn ? 'chips' : 'raw') : t(isOn ? 'plain' : 'expression')
  const Icon = isText ? Braces : SquareFunction
  return (
    <Tooltip text={text}>
      <button
        type="button"
        aria-label={text}
        aria-pressed={isOn}
        onClick={onToggle}
        className={cx(
          'rounded-sm p-0.5 text-faint hover:text-ink',
          isOn && 'bg-accent-soft text-accent-ink!',
          isText && !isOn && 'opacity-0 focus-visible:opacity-100 group-hover/field:opacity-100',
        )}
      >
        <Icon size={14} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}

/** True for fields that hang on a choice which asks for none. */
function isNothing({ property, input }: PropertyFieldProps): boolean {
  const { variants, refreshers = [] } = property
  if (!variants) return false
  const fields = variants[String(input[refreshers[0] ?? ''] ?? '')] ?? {}
  return Object.keys(fields).length === 0
}

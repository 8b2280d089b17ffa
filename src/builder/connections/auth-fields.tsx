import { useT } from '../i18n/texts.ts'
import { Field } from '../ui/field.tsx'
import { Input, Select, TextArea } from '../ui/input.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { type AuthField, type AuthKind, fieldsOf } from './auth.ts'
import { connectionDialogTexts } from './texts.ts'

/** The fields of a kind of credentials. What is secret is never filled in: it is entered anew. */
export function AuthFields({
  kind,
  values,
  missing,
  onValue,
}: {
  kind: AuthKind
  values: Record<string, unknown>
  missing: readonly string[]
  onValue: (name: string, value: unknown) => void
}) {
  const t = useT(connectionDialogTexts)
  return Object.entries(fieldsOf(kind)).map(([name, field]) => (
    <Field
      key={name}
      label={field.displayName}
      hint={field.description}
      required={field.required ?? false}
      error={missing.includes(name) ? t('required') : undefined}
    >
      {(control) => (
        <AuthControl
          {...control}
          field={field}
          value={values[name]}
          onValue={(value) => onValue(name, value)}
        />
      )}
    </Field>
  ))
}

function AuthControl({
  field,
  value,
  onValue,
  ...control
}: {
  field: AuthField
  value: unknown
  onValue: (value: unknown) => void
  id: string
}) {
  const text = String(value ?? '')
  const options = field.options?.options
  if (field.type === 'CHECKBOX') return <Checkbox {...control} checked={value === true} onChecked={onValue} />
  if (options) {
    const pick = (chosen: string) =>
      onValue(options.find((each) => String(each.value) === chosen)?.value ?? '')
    return (
      <Select {...control} value={text} onChange={(event) => pick(event.target.value)}>
        <option value="">–</option>
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </Select>
    )
  }
  if (field.type === 'LONG_TEXT') {
    return <TextArea {...control} value={text} onChange={(event) => onValue(event.target.value)} />
  }
  const type = field.type === 'SECRET_TEXT' ? 'password' : field.type === 'NUMBER' ? 'number' : 'text'
  return (
    <Input
      {...control}
      type={type}
      autoComplete={type === 'password' ? 'new-password' : 'off'}
      value={text}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

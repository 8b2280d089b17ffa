import { isObject } from '../../../json.ts'
import { type FieldsProps, NestedProvider } from './nested.ts'
import type { Input } from './options.ts'
import { PropertyField } from './property-field.tsx'

/** Several fields of one object. Those that are not asked for just now are left out. */
export function FieldsOf({
  properties,
  value,
  onValue,
  path,
  around,
  settings = {},
  onDynamic,
}: FieldsProps) {
  const input = { ...around, ...value }
  const shown = Object.entries(properties).map(([name, property]) => {
    const { showWhen } = property
    if (showWhen && !showWhen.is.includes(input[showWhen.field])) return null
    const setting = settings[name]
    return (
      <PropertyField
        key={name}
        name={name}
        property={property}
        value={value[name]}
        input={input}
        path={`${path}.${name}`}
        isDynamic={isObject(setting) && setting.type === 'DYNAMIC'}
        onDynamic={onDynamic && ((dynamic) => onDynamic(name, dynamic))}
        onValue={(next) => onValue(withField(value, name, next))}
      />
    )
  })
  return <NestedProvider value={FieldsOf}>{shown}</NestedProvider>
}

function withField(value: Input, name: string, next: unknown): Record<string, unknown> {
  const { [name]: _, ...rest } = value
  if (next === undefined) return rest
  return name in value ? { ...value, [name]: next } : { ...rest, [name]: next }
}

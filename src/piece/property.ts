import { type Choice, type FieldMeta, mapFields } from './fields.ts'

/** A field in the form of Activepieces' properties. `suggestions` and `variants` are ours: its pieces compute them. */
export interface Property {
  type: string
  displayName: string
  description?: string
  required: boolean
  defaultValue?: unknown
  options?: { disabled: false; options: readonly Choice[] }
  suggestions?: readonly Choice[]
  /** the fields of a row */
  properties?: Properties
  /** the fields this one hangs on */
  refreshers?: string[]
  /** whether the choices are asked for again while the user types */
  refreshOnSearch?: true
  /** ours: shown while another field holds one of these values */
  showWhen?: FieldMeta['showWhen']
  /** the fields for each value of the one in `refreshers` */
  variants?: Record<string, Properties>
}

export type Properties = Record<string, Property>

/** A field as Activepieces' pieces describe theirs. */
export function propertyOf(field: FieldMeta): Property {
  const { kind, label, description, required, defaultValue, choices, suggestions } = field
  return {
    type: kind,
    displayName: label,
    required,
    ...(description !== undefined && { description }),
    ...(defaultValue !== undefined && { defaultValue }),
    ...(choices && { options: { disabled: false, options: choices } }),
    ...(suggestions && { suggestions }),
    ...(field.row && { properties: mapFields(field.row, propertyOf) }),
    ...(field.dependsOn !== undefined && { refreshers: [field.dependsOn].flat() }),
    ...(field.searchable && { refreshOnSearch: true }),
    ...(field.showWhen && { showWhen: field.showWhen }),
    ...(field.variants && { variants: mapValues(field.variants, (row) => mapFields(row, propertyOf)) }),
  }
}

/** What `view` makes of each value, by name. */
export function mapValues<V, T>(
  record: Readonly<Record<string, V>>,
  view: (value: V) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, view(value)]))
}

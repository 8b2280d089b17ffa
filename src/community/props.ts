import * as z from 'zod'
import { isObject } from '../json.ts'
import { asBoolean, asMany, asParsed } from '../piece/field-values.ts'
import {
  anything,
  type Choice,
  color,
  type FieldMeta,
  type FieldOptions,
  field,
  file,
  json,
  list,
  longText,
  markdown,
  number,
  object,
  rows,
  secretText,
  shortText,
} from '../piece/fields.ts'
import { Properties, type PropertiesData, type PropertyData } from './piece.ts'

/** What a piece is asked while a form is filled in, where a field has a function for it. */
export interface Asks {
  options: NonNullable<FieldMeta['options']>
  fields: NonNullable<FieldMeta['fields']>
}

/**
 * Properties of a community piece as our input schema, by Activepieces' rules: dropdowns take what they are given, and
 * what the piece doesn't declare passes untouched.
 * @param asks gives the functions behind a dynamic field; without it, it offers nothing
 */
export function schemaOf(props: PropertiesData, asks?: (field: string) => Asks): z.ZodObject {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, property] of Object.entries(props)) {
    shape[name] = fieldOf(property, asks?.(name), dependsOn(property, props))
  }
  return z.looseObject(shape)
}

/**
 * Properties with the fields inside their DYNAMIC ones, as a step notes them from when somebody filled it in.
 * @param settings the step's `propertySettings`
 * @returns undefined where it notes none
 */
export function withNoted(
  props: PropertiesData,
  settings: Readonly<Record<string, unknown>>,
): PropertiesData | undefined {
  const noted = Object.entries(props).flatMap(([name, property]) => {
    const setting = Object.hasOwn(settings, name) ? settings[name] : undefined
    if (property.type !== 'DYNAMIC' || !isObject(setting)) return []
    const { data: properties } = Properties.safeParse(setting.schema)
    return properties ? [[name, { ...property, properties }] as const] : []
  })
  return noted.length > 0 ? { ...props, ...Object.fromEntries(noted) } : undefined
}

/** What has to be there before a field offers anything: optional fields may stay empty. */
const dependsOn = ({ refreshers = [] }: PropertyData, props: PropertiesData): string[] =>
  refreshers.filter((name) => props[name]?.required && props[name].type !== 'CHECKBOX')

function fieldOf(property: PropertyData, asks: Asks | undefined, dependencies: string[]): z.ZodType {
  const { type, description = '' } = property
  const options = optionsOf(property)
  const asked = { dependsOn: dependencies, ...(property.refreshOnSearch && { searchable: true }) }
  switch (type) {
    case 'SHORT_TEXT':
      return shortText(options)
    case 'LONG_TEXT':
      return longText(options)
    case 'SECRET_TEXT':
      return secretText(options)
    case 'NUMBER':
      return number(options)
    case 'CHECKBOX':
      return field(type, z.boolean(), options, asBoolean)
    case 'JSON':
      return json(options)
    case 'OBJECT':
      return object(options)
    case 'ARRAY':
      return property.properties ? rows({ ...options, row: schemaOf(property.properties) }) : list(options)
    case 'DATE_TIME':
      return field(type, z.string(), options, asIso)
    case 'FILE':
      return file(options)
    case 'COLOR':
      return color(options)
    case 'MARKDOWN':
      return markdown(description)
    case 'STATIC_DROPDOWN':
      return field(type, anything, { ...options, choices: choicesOf(property) }, asChoice)
    case 'STATIC_MULTI_SELECT_DROPDOWN':
      return field(type, z.array(z.unknown()), { ...options, choices: choicesOf(property) }, asMany)
    case 'DROPDOWN':
      return field(type, anything, { ...options, ...asked, ...(asks && { options: asks.options }) }, asChoice)
    case 'MULTI_SELECT_DROPDOWN':
      return field(
        type,
        z.array(z.unknown()),
        { ...options, ...asked, ...(asks && { options: asks.options }) },
        asMany,
      )
    case 'DYNAMIC': {
      const known = property.properties && schemaOf(property.properties)
      return field(
        type,
        known ?? z.record(z.string(), z.unknown()),
        { ...options, ...asked, ...(asks && { fields: asks.fields }), ...(known && { variants: { known } }) },
        asParsed,
      )
    }
    default:
      // A connection in a field of an old piece, or a kind that came later.
      return field(type, anything, { ...options, required: false })
  }
}

function optionsOf({ displayName, description, required, defaultValue }: PropertyData): FieldOptions {
  return {
    label: displayName,
    ...(description && { description }),
    required,
    ...(defaultValue !== undefined && defaultValue !== null && { defaultValue }),
  }
}

/** Choices may be of any kind; those that are objects are shown as their JSON text, and read again by `asChoice`. */
export function choiceOf({ label, value }: { label?: string; value?: unknown }): Choice {
  const plain = typeof value === 'string' || typeof value === 'number'
  const shown = plain ? value : (JSON.stringify(value) ?? '')
  return { value: shown, label: label ?? String(shown) }
}

const choicesOf = ({ options }: PropertyData): Choice[] => (options?.options ?? []).map(choiceOf)

/** The text of an object, a list or a boolean stands for it; any other text is itself. */
const asChoice = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*(?:[[{]|true$|false$)/.test(value) ? asParsed(value) : value

/** A moment as ISO text in UTC, as Activepieces hands it to pieces. */
const asIso = (value: unknown, context: z.RefinementCtx): unknown => {
  const at = new Date(typeof value === 'number' ? value : String(value))
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  context.addIssue('Write a date as 2024-03-14T12:00:00.000Z')
  return z.NEVER
}

import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { at } from '../../src/piece/service-http.ts'

const Template = z.object({
  name: z.string(),
  language: z.string(),
  components: z
    .array(
      z.object({
        type: z.string(),
        format: z.string().optional(),
        text: z.string().optional(),
        buttons: z
          .array(z.object({ type: z.string(), text: z.string(), url: z.string().optional() }))
          .optional(),
      }),
    )
    .default([]),
})

/** A template as Meta describes it. */
export type Template = z.output<typeof Template>

/** Reads a template. */
export const readTemplate = (http: ServiceHttp, id: string): Promise<Template> =>
  http.get(at`/${id}`, { answer: Template })

/** A blank of a template, and where its value goes. */
interface Blank {
  /** the field's name, as in Activepieces: `body_{{1}}` */
  field: string
  label: string
  /** the text it stands in */
  around: string
  component: { type: string; sub_type?: string; index?: string }
  parameter(value: string): object
}

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g

/** The blanks of a template in the order Meta wants them: header, body, buttons. */
function blanksOf({ components }: Template): Blank[] {
  const of = (type: string) => components.filter((each) => each.type === type)
  return [
    ...of('HEADER').flatMap((header) => [...mediaBlank(header), ...textBlanks('header', header.text)]),
    ...of('BODY').flatMap(({ text }) => textBlanks('body', text)),
    ...of('BUTTONS').flatMap(({ buttons }) => buttonBlanks(buttons ?? [])),
  ]
}

function textBlanks(type: string, text = ''): Blank[] {
  const names = new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))
  return [...names].map((name) => ({
    field: `${type}_{{${name}}}`,
    label: `{{${name}}} of the ${type}`,
    around: text,
    component: { type },
    // Blanks have numbers or names; only the latter are sent.
    parameter: (value) => ({ type: 'text', ...(/\D/.test(name) && { parameter_name: name }), text: value }),
  }))
}

function mediaBlank({ format = 'TEXT' }: Template['components'][number]): Blank[] {
  const type = format.toLowerCase()
  if (!['image', 'video', 'document'].includes(type)) return []
  const component = { type: 'header' }
  const parameter = (link: string) => ({ type, [type]: { link } })
  return [{ field: 'header_media', label: `Address of the ${type}`, around: '', component, parameter }]
}

function buttonBlanks(buttons: NonNullable<Template['components'][number]['buttons']>): Blank[] {
  const open = buttons
    .map((button, index) => ({ ...button, index }))
    .filter(({ type, url }) => type === 'URL' && url !== undefined && url.search(VARIABLE) !== -1)
  return open.map(({ text, url = '', index }, at) => ({
    field: `button_{{${at + 1}}}`,
    label: `End of the address of "${text}"`,
    around: url,
    component: { type: 'button', sub_type: 'url', index: String(index) },
    parameter: (value) => ({ type: 'text', text: value }),
  }))
}

/** One field for each blank of a template. */
export function fieldsOfTemplate(template: Template): z.ZodObject {
  const fields = blanksOf(template).map(({ field, label, around }) => [
    field,
    shortText({ label, ...(around && { description: around }) }),
  ])
  return z.object(Object.fromEntries(fields))
}

/**
 * A template's components, filled in.
 * @throws CodedError INPUT_INVALID where a blank has no value: Meta refuses to send it
 */
export function componentsOf(template: Template, values: Readonly<Record<string, unknown>>): object[] {
  const components = new Map<string, Blank['component'] & { parameters: object[] }>()
  for (const { field, component, parameter } of blanksOf(template)) {
    const value = String(values[field] ?? '')
    if (!value) {
      throw new CodedError('INPUT_INVALID', `The template "${template.name}" needs a value for "${field}".`)
    }
    const key = `${component.type} ${component.index}`
    const there = components.get(key) ?? { ...component, parameters: [] }
    there.parameters.push(parameter(value))
    components.set(key, there)
  }
  return [...components.values()]
}

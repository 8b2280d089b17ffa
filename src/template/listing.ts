import { type Page, type PageRequest, toPage } from '../db/page.ts'
import { CodedError } from '../errors.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Category } from '../workflow/schema.ts'
import { allTemplates, type Template } from './records.ts'

/** Which templates are wanted. */
export interface TemplateFilter {
  language: string
  category?: Category | undefined
  /** text in the name or description, in any case, accents aside */
  search?: string | undefined
  /** a piece it uses, by either of its names */
  piece?: string | undefined
}

/** The template of that id. @throws CodedError TEMPLATE_NOT_FOUND */
export function getTemplate(id: string): Template {
  const found = allTemplates().find((each) => each.id === id.toLowerCase())
  if (found) return found
  throw new CodedError('TEMPLATE_NOT_FOUND', `There is no template "${id}". Choose one of the list.`)
}

/** One page of the templates, in the order of the catalogue; `asc` is from its end. @throws CodedError CURSOR_INVALID */
export function listTemplates(filter: TemplateFilter, request: PageRequest): Page<Template> {
  const fitting = allTemplates().filter((each) => fits(each, filter))
  const ordered = request.order === 'asc' ? fitting.reverse() : fitting
  // Read from the cursor on, towards the beginning with `before`: with one more, which tells that there are others.
  const from = start(ordered, request)
  const rest = request.before === undefined ? ordered.slice(from) : ordered.slice(0, from).reverse()
  return toPage(rest.slice(0, request.limit + 1), request, fitting.length)
}

function start(list: readonly Template[], { after, before, page = 1, limit }: PageRequest): number {
  if (after !== undefined && before !== undefined) {
    throw new CodedError('CURSOR_INVALID', '"after" and "before" exclude each other: send one of them.')
  }
  const id = after ?? before
  if (id === undefined) return (page - 1) * limit
  const at = list.findIndex((each) => each.id === id)
  const field = before === undefined ? 'after' : 'before'
  if (at < 0) throw new CodedError('CURSOR_INVALID', `"${field}": there is no item "${id}" in this list.`)
  return before === undefined ? at + 1 : at
}

function fits(template: Template, { language, category, search = '', piece }: TemplateFilter): boolean {
  const { name, description, pieces } = template
  return (
    template.language === language &&
    (category === undefined || template.category === category) &&
    (piece === undefined || pieces.includes(shortPieceName(piece))) &&
    plain(`${name} ${description}`).includes(plain(search))
  )
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim()

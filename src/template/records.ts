import { parseDefinition } from '../workflow/parse.ts'
import { placeholdersIn } from '../workflow/placeholders.ts'
import type { Category, Definition } from '../workflow/schema.ts'
import { piecesUsed } from '../workflow/uses.ts'
import { inLanguage, LANGUAGES, type Language, type NeededConnection, type TemplateSource } from './source.ts'
import { SOURCES } from './sources.ts'
import { nameUuid } from './uuid.ts'

/** A template in one language. */
export interface Template {
  id: string
  slug: string
  language: Language
  name: string
  description: string
  category: Category
  /** what is left to do after copying it */
  setup: string[]
  connections: TemplateConnection[]
  /** its placeholders and what to fill in, in the order they occur; connections have their own */
  variables: ReadonlyMap<string, string>
  /** short names */
  pieces: string[]
  definition: Definition
}

/** A connection that a template in one language asks for. */
export interface TemplateConnection extends Omit<NeededConnection, 'name' | 'description'> {
  name: string
  description: string
}

/** Of the ids of templates, drawn once. */
const NAMESPACE = '6d3c6f0e-5a0b-4e0d-9c39-0f6f2b7b9a41'

let made: readonly Template[] | undefined

/** All templates in all languages, made when first asked for. */
export function allTemplates(): readonly Template[] {
  made ??= SOURCES.flatMap((source) => LANGUAGES.map((language) => templateOf(source, language)))
  return made
}

/** A template in one language. @throws Error where its definition is none: a fault of the catalogue */
export function templateOf(source: TemplateSource, language: Language): Template {
  const { slug, category, variables } = source
  const definition = definitionOf(source, language)
  const keys = new Set(source.connections.map(({ key }) => key))
  const names = placeholdersIn(definition).filter((name) => !keys.has(name))
  return {
    id: nameUuid(NAMESPACE, `${slug}/${language}`),
    slug,
    language,
    category,
    name: source.name[language],
    description: source.description[language],
    setup: source.setup.map((text) => text[language]),
    connections: source.connections.map((each) => ({
      ...each,
      name: each.name[language],
      description: each.description[language],
    })),
    variables: new Map(names.map((name) => [name, variables[name]?.[language] ?? ''])),
    pieces: piecesUsed(definition),
    definition,
  }
}

function definitionOf({ slug, definition }: TemplateSource, language: Language): Definition {
  const parsed = parseDefinition(inLanguage(definition, language))
  if (parsed.ok) return parsed.definition
  throw new Error(`Template ${slug}: ${parsed.issues.map(({ message }) => message).join(' ')}`)
}

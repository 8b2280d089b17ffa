import { describe, expect, test } from 'vitest'
import { loadPiece } from '../piece/registry.ts'
import { catalogueFor } from '../piece/rules.ts'
import { categoryOf } from '../workflow/category.ts'
import { readWorkflow } from '../workflow/import/read.ts'
import { placeholdersIn } from '../workflow/placeholders.ts'
import { connectionsUsed } from '../workflow/uses.ts'
import { validateDefinition } from '../workflow/validate.ts'
import { steps } from '../workflow/walk.ts'
import { fillTemplate } from './fill.ts'
import { allTemplates, type Template } from './records.ts'
import { LANGUAGES, TemplateSource } from './source.ts'
import { SOURCES } from './sources.ts'

const templates = allTemplates().map((each) => [`${each.slug} (${each.language})`, each] as const)

/** The definition with everything given that it asks for. */
function filled({ definition, variables, connections }: Template) {
  const given = [...variables.keys()].map((name) => [name, `a-${name}`] as const)
  const ids = connections.map(({ key }) => [key, `conn_${key}`] as const)
  return fillTemplate(definition, new Map([...given, ...ids]))
}

test('there is every template that Diga documents, and more than as many of our own', () => {
  const slugs = SOURCES.map(({ slug }) => slug)
  expect(slugs.slice(0, 12)).toEqual([
    'check-availability',
    'create-appointment',
    'outbound-call-form-trigger',
    'post-call-lead-management-hubspot',
    'get-event-types-cal-com',
    'check-availability-cal-com',
    'create-appointment-cal-com',
    'find-appointment-cal-com',
    'reschedule-appointment-cal-com',
    'cancel-appointment-cal-com',
    'save-call-result',
    'send-follow-up-whatsapp',
  ])
  expect(slugs.length).toBeGreaterThanOrEqual(24)
  expect(new Set(slugs).size).toBe(slugs.length)
})

test('each is there in every language under an id of its own, which stays', () => {
  const ids = allTemplates().map(({ id }) => id)
  expect(ids).toHaveLength(SOURCES.length * LANGUAGES.length)
  expect(new Set(ids).size).toBe(ids.length)
  const byName = new Map(templates.map(([name, { id }]) => [name, id]))
  expect(byName.get('check-availability (en)')).toBe('87760c69-0bce-5c39-9810-cc7bbecd13a8')
  expect(byName.get('check-availability (es)')).toBe('e571e209-e29a-5192-8408-43623bb3cd2a')
})

test.each(SOURCES.map((source) => [source.slug, source] as const))('%s says all it must', (_, source) => {
  expect(TemplateSource.safeParse(source).error).toBeUndefined()
  const { connections, variables } = source
  const names = [...connections.map(({ key }) => key), ...Object.keys(variables)]
  expect(new Set(names).size).toBe(names.length)
})

describe.each(templates)('%s', (_, template) => {
  const { definition, connections, variables, slug } = template

  test('is of its category', () => {
    expect(categoryOf(definition)).toBe(template.category)
  })

  test('asks for just the variables and connections that its definition holds', () => {
    const source = SOURCES.find((each) => each.slug === slug)!
    expect([...variables.keys()].sort()).toEqual(Object.keys(source.variables).sort())
    const used = connectionsUsed(definition).map((id) => id.replace(/^<<(.*)>>$/, '$1'))
    expect(used.sort()).toEqual(connections.map(({ key }) => key).sort())
  })

  test('has nothing to complain of once all is given', async () => {
    const made = filled(template)
    expect(placeholdersIn(made)).toEqual([])
    const pieces = new Map(connections.map(({ key, piece }) => [`conn_${key}`, piece]))
    const connection = (id: string) => {
      const pieceName = pieces.get(id)
      return pieceName === undefined ? undefined : { pieceName, status: 'ACTIVE' as const }
    }
    expect(validateDefinition(made, { ...(await catalogueFor(made)), connection })).toEqual([])
  })

  test('asks for connections while none is given, and for nothing else', async () => {
    const made = fillTemplate(definition, new Map([...variables.keys()].map((name) => [name, 'x'])))
    const issues = validateDefinition(made, await catalogueFor(made))
    expect(new Set(issues.map(({ code }) => code))).toEqual(
      new Set(connections.some(({ piece }) => piece !== 'http') ? ['CONNECTION_MISSING'] : []),
    )
  })

  test('names pieces as Activepieces does, with the versions there are', async () => {
    for (const { step } of steps(definition)) {
      if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
      const { pieceName, pieceVersion } = step.settings
      expect(pieceName).toMatch(/^@activepieces\/piece-/)
      expect(pieceVersion).toBe((await loadPiece(pieceName)).version)
    }
  })

  test('fills in fields that its pieces have, and no others', async () => {
    for (const { step } of steps(definition)) {
      if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
      const { pieceName, input = {} } = step.settings
      const piece = await loadPiece(pieceName)
      const part =
        step.type === 'PIECE'
          ? piece.actions[step.settings.actionName ?? '']
          : piece.triggers[step.settings.triggerName ?? '']
      const known = new Set([...Object.keys(part!.input.shape), 'auth'])
      expect(Object.keys(input).filter((name) => !known.has(name))).toEqual([])
    }
  })

  test('asks for connections of kinds that their pieces take', async () => {
    for (const { piece, type } of connections) {
      const { auth } = await loadPiece(piece)
      if (auth.length > 0) expect(auth.map((each) => each.type)).toContain(type)
    }
  })

  test('can be imported as a file, unchanged', () => {
    const read = readWorkflow({ name: template.name, template: definition })
    expect(read).toEqual({ ok: true, value: { definition, changes: [] } })
  })
})

test('the languages of a template differ in texts alone', () => {
  const shape = ({ definition }: Template) =>
    Array.from(steps(definition), ({ step, level }) => [step.name, step.type, level])
  for (const { slug } of SOURCES) {
    const [first, ...others] = allTemplates().filter((each) => each.slug === slug)
    for (const other of others) expect(shape(other)).toEqual(shape(first!))
  }
})

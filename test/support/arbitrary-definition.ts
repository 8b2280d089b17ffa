import fc from 'fast-check'
import type { Action, Definition } from '../../src/workflow/schema.ts'
import { nextStepName, steps } from '../../src/workflow/walk.ts'
import { code, definition, loop, piece, pieceTrigger, router, when } from './definitions.ts'

/** A shape of one chain of steps: names are given later, so that they are unique. */
interface Shape {
  kind: 'piece' | 'code' | 'loop' | 'router' | 'routerAll'
  inner: Shape[][]
  refersTo: number
  skip: boolean
}

/** Chains of up to four steps, nested up to `depth` levels. */
const shapes: fc.Memo<Shape[]> = fc.memo((depth) => {
  const inner =
    depth > 1 ? fc.array(shapes(depth - 1), { minLength: 1, maxLength: 3 }) : fc.constant<Shape[][]>([[]])
  const kind = fc.constantFrom<Shape['kind'][]>('piece', 'code', 'loop', 'router', 'routerAll')
  return fc.array(fc.record({ kind, inner, refersTo: fc.nat(), skip: fc.boolean() }), { maxLength: 4 })
})

export interface ArbitraryOptions {
  /** failure branches, which Activepieces' released versions do not know */
  onFailure?: boolean
}

/** Definitions with loops, routers of both kinds and references to earlier steps, nested at random. */
export function arbitraryDefinition(options: ArbitraryOptions = {}): fc.Arbitrary<Definition> {
  return shapes(3).map((chain) => {
    const names: string[] = ['trigger']
    const first = build(chain, names, options)
    return definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }), first)
  })
}

function build(chain: Shape[], names: string[], options: ArbitraryOptions): Action | null {
  const [shape, ...rest] = chain
  if (!shape) return null
  const name = nextStepName(names)
  const input = { value: `{{${names[shape.refersTo % names.length]}.x}} and text`, list: [1, { deep: true }] }
  names.push(name)
  const step = buildOne(shape, name, input, names, options)
  const next = build(rest, names, options)
  return { ...step, skip: shape.skip, ...(next ? { nextAction: next } : {}) }
}

function buildOne(
  shape: Shape,
  name: string,
  input: Record<string, unknown>,
  names: string[],
  options: ArbitraryOptions,
): Action {
  const inner = () => build(shape.inner[0] ?? [], names, options)
  switch (shape.kind) {
    case 'piece':
      return piece(name, 'http', 'send_request', input, null, options.onFailure ? { onFailure: inner() } : {})
    case 'code':
      return code(name, 'export const code = async () => 1', input)
    case 'loop':
      return loop(name, '{{trigger.items}}', inner())
    default: {
      const branches = shape.inner.map((chain, index) => ({
        name: `Branch ${index + 1}`,
        when: [[when('{{trigger.a}}', 'TEXT_CONTAINS', 'b')]],
        first: build(chain, names, options),
      }))
      return router(name, [...branches, { name: 'Otherwise', when: 'fallback' }], null, {
        executionType: shape.kind === 'router' ? 'EXECUTE_FIRST_MATCH' : 'EXECUTE_ALL_MATCH',
      })
    }
  }
}

/** Names of the steps of one kind, or of all. */
export function namesOf(from: Definition, type?: Action['type']): string[] {
  return Array.from(steps(from), ({ step }) => step)
    .filter((step) => type === undefined || step.type === type)
    .map(({ name }) => name)
}

import { FLAT_SCHEMA_VERSION } from '../workflow/dialect.ts'
import type { Operator } from '../workflow/schema.ts'
import type { Text } from './source.ts'

/** The language that templates are written in: steps of a definition, whose texts may be in every language. */

/** A text that is the same everywhere, or one in every language. */
type Wording = string | Text

/** A step that stands alone: a chain links it to the next. */
type Part = Record<string, unknown>

/** The versions of our pieces begin alike. */
const PIECE_VERSION = '0.1.0'

interface StepOptions {
  /** true lets the workflow go on where the step fails; what went wrong is `{{step.error.message}}` */
  continueOnFailure?: boolean
}

/** A definition. */
export function workflow(displayName: Wording, trigger: Part, steps: Part[], settings?: Part): Part {
  return {
    displayName,
    schemaVersion: FLAT_SCHEMA_VERSION,
    ...(settings && { settings }),
    trigger: { ...trigger, nextAction: chain(steps) },
  }
}

/** What starts a workflow. */
export function trigger(displayName: Wording, piece: string, triggerName: string, input: Part = {}): Part {
  return {
    name: 'trigger',
    displayName,
    type: 'PIECE_TRIGGER',
    settings: { ...pieceNamed(piece), triggerName, input, propertySettings: {} },
  }
}

/** A step of a piece. */
export function action(
  name: string,
  displayName: Wording,
  piece: string,
  actionName: string,
  input: Part,
  options: StepOptions = {},
): Part {
  return {
    name,
    displayName,
    type: 'PIECE',
    settings: {
      ...pieceNamed(piece),
      actionName,
      input,
      propertySettings: {},
      errorHandlingOptions: errorHandling(options),
    },
  }
}

/** A step of code. @param source a module that exports `code` */
export function code(name: string, displayName: Wording, source: string, input: Part): Part {
  return {
    name,
    displayName,
    type: 'CODE',
    settings: {
      sourceCode: { code: source.trim(), packageJson: '{}' },
      input,
      errorHandlingOptions: errorHandling({}),
    },
  }
}

/** A loop. */
export function loop(name: string, displayName: Wording, items: string, steps: Part[]): Part {
  return { name, displayName, type: 'LOOP_ON_ITEMS', settings: { items }, firstLoopAction: chain(steps) }
}

/** A way that a router may go. */
interface Way {
  name: Wording
  /** any of these groups; in a group, all */
  when: Part[][]
  steps: Part[]
}

/** A router that goes the first way that fits. */
export function router(name: string, displayName: Wording, ways: Way[], otherwise: Part[] = []): Part {
  return {
    name,
    displayName,
    type: 'ROUTER',
    settings: {
      executionType: 'EXECUTE_FIRST_MATCH',
      branches: [
        ...ways.map((way) => ({ branchName: way.name, branchType: 'CONDITION', conditions: way.when })),
        { branchName: { en: 'Otherwise', es: 'Si no' }, branchType: 'FALLBACK' },
      ],
    },
    children: [...ways.map(({ steps }) => chain(steps)), chain(otherwise)],
  }
}

/** A condition of a way. */
export const when = (firstValue: Wording, operator: Operator, secondValue?: Wording): Part => ({
  operator,
  firstValue,
  ...(secondValue !== undefined && { secondValue }),
})

/** How a step names a connection that the template asks for. */
export const connection = (key: string) => `{{connections['<<${key}>>']}}`

function chain(steps: Part[]): Part | null {
  return steps.reduceRight<Part | null>((next, step) => ({ ...step, nextAction: next }), null)
}

const pieceNamed = (piece: string) => ({
  pieceName: `@activepieces/piece-${piece}`,
  pieceVersion: PIECE_VERSION,
})

const errorHandling = ({ continueOnFailure = false }: StepOptions) => ({
  continueOnFailure: { value: continueOnFailure },
  retryOnFailure: { value: false },
})

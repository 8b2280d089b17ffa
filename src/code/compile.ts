import type { MetaProperty, Node } from 'acorn'
import type { transform as Transform } from 'sucrase'
import { CodedError } from '../errors.ts'
import { GUEST } from './guest.ts'
import { children, meter } from './meter.ts'
import { locateError, originalPosition, type Position, positionAt } from './position.ts'

/** A user's module made ready for the sandbox. */
export interface CompiledCode {
  /** hash of everything that runs, so the same id always means the same bytes */
  id: string
  /** the text of `step.js`, which guest.ts imports */
  module: string
}

const MAX_SOURCE_CHARS = 512_000
const MAX_CACHED = 200
// Results and not promises: a promise belongs to the request that made it, and another must not wait for it.
const cache = new Map<string, CompiledCode>()

/**
 * Turns a TypeScript or JavaScript module into the metered function that the guest evaluates for each call.
 * Line numbers are kept. Cached in memory by source.
 * @param step the step's name, for messages
 * @throws CodedError CODE_SYNTAX (with line and column in the user's source), CODE_TOO_LARGE
 */
export async function compile(step: string, source: string): Promise<CompiledCode> {
  const known = cache.get(source)
  if (known) return known
  const compiled = await compileNew(step, source)
  const [oldest] = cache.keys()
  if (cache.size >= MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  cache.set(source, compiled)
  return compiled
}

async function compileNew(step: string, source: string): Promise<CompiledCode> {
  if (source.length > MAX_SOURCE_CHARS) {
    throw new CodedError(
      'CODE_TOO_LARGE',
      `Step "${step}": the code is over ${MAX_SOURCE_CHARS} characters; shorten it`,
    )
  }
  // Names that hold the source's own hash cannot occur in it, so user code cannot reach the meter.
  const suffix = (await sha256(source)).slice(0, 16)
  const left = `left_${suffix}`
  const refill = `refill_${suffix}`
  const body = await metered(step, source, `--${left}[0]<0&&${refill}()`)
  // All on the user's first line, and a function inside a function, so that a module may declare any name.
  const head = `export default(exports,module,require,${left},${refill})=>async()=>{`
  const module = `${head}${body}\n}`
  return { id: await sha256(`${GUEST}\n${module}`), module }
}

/** The user's source as the body of an async function: types stripped, `export` turned into `exports.`, metered. */
async function metered(step: string, source: string, tick: string): Promise<string> {
  // Loaded at first use, so that the Worker's start-up does not pay for the parsers.
  const [{ transform }, { parse }] = await Promise.all([import('sucrase'), import('acorn')])
  // A first line `#!…` is legal in a module but not in the function around it.
  const { code, mappings } = transpile(step, source.replace(/^#!/, '//'), transform)
  try {
    const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
    refuseModuleSyntax(program)
    return meter(code, program, tick)
  } catch (error) {
    const { loc } = error as { loc?: Position }
    throw syntaxError(
      step,
      error,
      loc && originalPosition(mappings, { line: loc.line, column: loc.column + 1 }),
    )
  }
}

function transpile(
  step: string,
  source: string,
  transform: typeof Transform,
): { code: string; mappings: string } {
  try {
    const { code, sourceMap } = transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      filePath: 'step.ts',
      sourceMapOptions: { compiledFilename: 'step.js' },
    })
    return { code, mappings: sourceMap?.mappings ?? '' }
  } catch (first) {
    const { error, offset } = locateError(source, first, (text) =>
      transform(text, { transforms: ['typescript'] }),
    )
    throw syntaxError(step, error, offset === undefined ? undefined : positionAt(source, offset))
  }
}

/** Imports and exports are gone after transpiling; `import.meta` stays, and a function has none. */
function refuseModuleSyntax(node: Node): void {
  const isImportMeta = node.type === 'MetaProperty' && (node as MetaProperty).meta.name === 'import'
  if (isImportMeta || /^(Import|Export)/.test(node.type)) {
    throw Object.assign(new SyntaxError('import.meta is not available in a Code step'), {
      loc: node.loc?.start,
    })
  }
  for (const child of children(node)) refuseModuleSyntax(child)
}

/** What a parser threw, as our error. */
function syntaxError(step: string, error: unknown, place?: Position): CodedError {
  if (error instanceof RangeError) {
    return new CodedError('CODE_SYNTAX', `Step "${step}": the code is nested too deeply; split it up`)
  }
  const { message } = error as Error
  // Both parsers end their message with a place, which is not always one in the user's source.
  const reason = message.replace(/^Error transforming step\.ts: /, '').replace(/ \(\d+:\d+\)$/, '')
  if (!place) return new CodedError('CODE_SYNTAX', `Step "${step}": ${reason}`)
  const { line, column } = place
  const options = { details: { line, column } }
  return new CodedError('CODE_SYNTAX', `Step "${step}": line ${line}, column ${column}: ${reason}`, options)
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

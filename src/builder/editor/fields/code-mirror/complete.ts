import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { isObject } from '../../../../json.ts'
import { memberPath, previewOf } from '../../data/tree.ts'

/** A name that an expression may begin with, and its sample value. */
export interface Root {
  name: string
  title: string
  value: unknown
}

const MAX_OFFERED = 200
/** What else an expression may begin with: the names of `expression/builtins`. */
const BUILT_IN = ['JSON', 'Math', 'Object', 'Array', 'Date', 'String', 'Number', 'Intl']

/** Completes the names of steps and fields inside `{{ }}`, or everywhere where the text is one expression. */
export function completeData(roots: () => readonly Root[], isBare = false) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2_000), context.pos)
    const source = isBare ? before : insideToken(before)
    if (source === null) return null
    const path = /(?:[A-Za-z_$][\w$]*)?(?:\??\.[\w$]*|\[\d+\]|\['[^']*'\])*$/.exec(source)?.[0] ?? ''
    const dot = path.lastIndexOf('.')
    const owner = dot < 0 ? '' : path.slice(0, dot).replace(/\?$/, '')
    const typed = path.slice(dot + 1)
    const options = owner === '' ? rootOptions(roots()) : memberOptions(valueAt(roots(), owner))
    if (options.length === 0) return null
    return { from: context.pos - typed.length, options, validFor: /^[\w$]*$/ }
  }
}

/** What stands between the last `{{` and the cursor; null outside. */
export function insideToken(before: string): string | null {
  const open = before.lastIndexOf('{{')
  if (open < 0 || before.indexOf('}}', open) >= 0) return null
  return before.slice(open + 2)
}

function rootOptions(roots: readonly Root[]): Completion[] {
  const steps = roots.map(({ name, title }) => ({ label: name, detail: title, type: 'variable', boost: 1 }))
  return [...steps, ...BUILT_IN.map((label) => ({ label, type: 'namespace' }))]
}

function memberOptions(value: unknown): Completion[] {
  if (Array.isArray(value))
    return ['length', 'map', 'filter', 'find', 'join', 'slice'].map((label) => ({ label }))
  if (typeof value === 'string') {
    return ['length', 'trim', 'split', 'toLowerCase', 'toUpperCase', 'replace', 'includes'].map((label) => ({
      label,
    }))
  }
  if (!isObject(value)) return []
  return Object.entries(value)
    .slice(0, MAX_OFFERED)
    .map(([key, member]) => {
      const access = memberPath('', key)
      // A key that is no name takes the dot with it: `a['b-c']`.
      const isName = access.startsWith('.')
      return {
        label: key,
        detail: previewOf(member).slice(0, 40),
        type: 'property',
        ...(!isName && { apply: bracketed(access) }),
      }
    })
}

const bracketed =
  (access: string): Completion['apply'] =>
  (view, _completion, from, to) =>
    view.dispatch({ changes: { from: from - 1, to, insert: access } })

/** The sample value that a path of plain members leads to. */
export function valueAt(roots: readonly Root[], path: string): unknown {
  const [name = '', ...keys] = [...path.matchAll(/[A-Za-z_$][\w$]*|\d+(?=\])|'[^']*'(?=\])/g)].map(
    ([key]) => key,
  )
  const root = roots.find((each) => each.name === name)
  return keys.reduce<unknown>((value, key) => {
    const plain = key.startsWith("'") ? key.slice(1, -1) : key
    return isObject(value) || Array.isArray(value) ? (value as Record<string, unknown>)[plain] : undefined
  }, root?.value)
}

import { createContext, useContext, useMemo } from 'react'
import type { Issue } from '../../../workflow/issue.ts'
import type { Step } from '../../../workflow/walk.ts'
import { useDefinition, useView } from '../bench.ts'
import { previewTemplate, type Source, sourcesFor } from '../data/scope.ts'
import { previewOf, tokenOf } from '../data/tree.ts'
import type { Part, PieceInfo } from '../state/pieces.ts'
import type { ChipFacts, Describe } from './code-mirror/chips.ts'
import type { Root } from './code-mirror/complete.ts'

/** What the fields of one step share. */
export interface FormFacts {
  step: Step
  sources: readonly Source[]
  issues: readonly Issue[]
  describe: Describe
  roots: readonly Root[]
  /** of a step of a piece */
  piece?: PieceInfo | undefined
  part?: Part | undefined
}

const FormContext = createContext<FormFacts | null>(null)
export const FormProvider = FormContext.Provider

/** The facts of the form around. */
export function useForm(): FormFacts {
  const facts = useContext(FormContext)
  if (!facts) throw new Error('useForm is for fields inside a form.')
  return facts
}

const NONE: readonly Issue[] = []

/** What the fields of a step need to know. */
export function useFormFacts(step: Step, piece?: PieceInfo, part?: Part): FormFacts {
  const definition = useDefinition()
  const samples = useView((view) => view.samples)
  const issues = useView((view) => view.issues.get(step.name) ?? NONE)
  const sources = useMemo(() => sourcesFor(definition, step.name, samples), [definition, step.name, samples])
  const known = useMemo(() => ({ describe: describer(sources), roots: rootsOf(sources) }), [sources])
  return { step, sources, issues, piece, part, ...known }
}

function rootsOf(sources: readonly Source[]): Root[] {
  return sources.map(({ step, number, value }) => ({
    name: step.name,
    title: `${number}. ${step.displayName || step.name}`,
    value,
  }))
}

/** A plain chain of members: what a chip can stand for. */
const PATH = /^[A-Za-z_$][\w$]*(?:\??\.[\w$]+|\[\d+\]|\['(?:[^'\\]|\\.)*'\]|\["[^"\\]*"\])*$/

function describer(sources: readonly Source[]): Describe {
  return (source): ChipFacts | null => {
    if (!PATH.test(source)) return null
    const [root = '', ...keys] = [...source.matchAll(/[\w$]+|'(?:[^'\\]|\\.)*'|"[^"]*"/g)].map(([key]) =>
      /^['"]/.test(key) ? key.slice(1, -1) : key,
    )
    const found = sources.find(({ step }) => step.name === root)
    if (!found) return { label: [root, ...keys].join(' › '), isKnown: false, preview: '' }
    const { step, number, isKnown } = found
    const { value } = isKnown ? previewTemplate(tokenOf(source), sources) : { value: '' }
    return {
      number,
      label: keys.length > 0 ? keys.join(' › ') : step.displayName || root,
      isKnown: true,
      preview: previewOf(value),
    }
  }
}

/** What is wrong at a path of the step or below it. */
export function issueAt(issues: readonly Issue[], path: string): Issue | undefined {
  return issues.find(
    (issue) => issue.path === path || issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`),
  )
}

/**
 * What an issue says where its step is known already, fields by the names people know.
 * @param part the action or trigger of the step
 */
export function saidOf({ step, message, path }: Issue, part: Part | undefined): string {
  const text = step === null ? message : message.replace(`Step ${step}: `, '')
  const field = /^settings\.input\.(\w+)$/.exec(path)?.[1]
  const label = field === undefined ? undefined : part?.props[field]?.displayName
  const named = label && text.startsWith(`${field} `) ? `"${label}"${text.slice(String(field).length)}` : text
  return named.charAt(0).toUpperCase() + named.slice(1)
}

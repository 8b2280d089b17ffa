/** One thing wrong with a definition, located so that a form can show it at its field. */
export interface Issue {
  /** Only errors keep a workflow from being published. */
  severity: 'error' | 'warning'
  /** The step at fault, or null where it is the definition itself. */
  step: string | null
  /** The field, from the step on (from the definition on where `step` is null): `settings.input.url`. */
  path: string
  /** Stable, in capitals. */
  code: string
  /** One plain sentence that says what to do. */
  message: string
}

/** A path as text: `['settings', 'branches', 0]` is `settings.branches[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

/** An issue of one step. `complaint` is a sentence that can stand without the step's name. */
export function stepIssue(step: string, path: string, code: string, complaint: string): Issue {
  return { severity: 'error', step, path, code, message: `Step ${step}: ${complaint}` }
}

/** The same, where the workflow can be published as it is. */
export function stepWarning(step: string, path: string, code: string, complaint: string): Issue {
  return { ...stepIssue(step, path, code, complaint), severity: 'warning' }
}

/** An issue of the definition as a whole. */
export function definitionIssue(path: string, code: string, message: string): Issue {
  return { severity: 'error', step: null, path, code, message }
}

/** A step's place in a run: `step_3[5].step_4` is step_4 in the sixth iteration of the loop step_3. */

/** The step's own name: what follows the last dot. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** What stands before the name, dot included; '' outside of loops. */
export function prefixOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.') + 1)
}

/** The prefix of steps in iteration `index` (from 0) of the loop at `loopPath`. */
export function iterationPrefix(loopPath: string, index: number): string {
  return `${loopPath}[${index}].`
}

/** The innermost loop and iteration that a non-empty prefix stands for. */
export function iterationOf(prefix: string): { loopPath: string; index: number } {
  const bracket = prefix.lastIndexOf('[')
  return { loopPath: prefix.slice(0, bracket), index: Number(prefix.slice(bracket + 1, -2)) }
}

/** The loops around a prefix, outermost first, each with the prefix its members have. */
export function enclosing(prefix: string): { name: string; index: number; outer: string; inner: string }[] {
  const found: { name: string; index: number; outer: string; inner: string }[] = []
  let outer = ''
  while (outer.length < prefix.length) {
    const inner = prefix.slice(0, prefix.indexOf('.', outer.length) + 1)
    const { loopPath, index } = iterationOf(inner)
    found.push({ name: nameOf(loopPath), index, outer, inner })
    outer = inner
  }
  return found
}

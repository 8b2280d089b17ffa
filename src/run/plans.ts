import { compilePlan, type Plan } from '../engine/plan.ts'
import type { Definition } from '../workflow/schema.ts'

const MAX_PLANS = 500

/** Compiled versions of this isolate, least recently used first. A version never changes, so neither does its plan. */
const plans = new Map<string, Plan>()

/**
 * The plan of a version: at once where it is known, else once its definition has been read.
 * @param load reads the definition; its errors are handed on
 */
export function planOfVersion(
  versionId: string,
  load: (versionId: string) => Promise<Definition>,
): Plan | Promise<Plan> {
  const known = plans.get(versionId)
  if (known) {
    plans.delete(versionId)
    plans.set(versionId, known)
    return known
  }
  return load(versionId).then((definition) => {
    const plan = compilePlan(definition)
    plans.set(versionId, plan)
    const oldest = plans.keys().next()
    if (plans.size > MAX_PLANS && !oldest.done) plans.delete(oldest.value)
    return plan
  })
}

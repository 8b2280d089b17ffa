import type { Paths } from '../../client/api.d.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { latencyTexts } from './latency-texts.ts'

type Latency = Paths['/v1/workflow/{flow_id}/latency']['get']['responses'][200]['content']['application/json']

/** How soon callers have their answer, in words; null where nothing is known. */
export interface LatencyWords {
  short: string
  /** as little as can be said, in two parts: what stands at the left of something, and at its right */
  parts: [left: string | null, right: string]
  long: string
  /** one in twenty or more waits for longer than the budget allows */
  isSlow: boolean
}

/** Says how soon callers have their answer. @param step one of those that answer; all of them where left out */
export function useLatencyWords(latency: Latency | undefined, step?: string): LatencyWords | null {
  const t = useT(latencyTexts)
  const { duration } = useFormats()
  if (!latency) return null
  const { budget_ms, over_budget: over } = latency
  const budget = budget_ms === null ? null : duration(budget_ms)
  const of = step === undefined ? latency : latency.steps.find(({ name }) => name === step)
  const { count = 0, p50_ms = null, p95_ms = null } = of ?? {}
  if (p50_ms === null || p95_ms === null) {
    if (budget === null) return null
    const words = t('onlyBudget', { budget })
    return { short: words, parts: [null, words], long: words, isSlow: false }
  }
  const measured = { count, p50: duration(p50_ms), p95: duration(p95_ms) }
  const parts: LatencyWords['parts'] = [`p50 ${measured.p50}`, `p95 ${measured.p95}`]
  const long = t('hint', measured)
  if (budget === null) return { short: parts.join(' · '), parts, long, isSlow: false }
  return {
    short: t('ofBudget', { ...measured, budget }),
    parts,
    long: `${long} ${t('hintBudget', { budget, over })}`,
    isSlow: p95_ms > (budget_ms ?? 0),
  }
}

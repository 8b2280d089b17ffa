/** What one volley of requests measured. Times are milliseconds. */
export interface Stats {
  p50: number
  p95: number
  p99: number
  /** requests a second */
  rate: number
}

/** The value below which `share` of the values lie (nearest rank). `sorted` must be ascending and not empty. */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1]!
}

export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

/** Percentiles of one volley that took `totalMs` in all. */
export function statsOf(latencies: readonly number[], totalMs: number): Stats {
  const sorted = latencies.toSorted((a, b) => a - b)
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    rate: (sorted.length / totalMs) * 1000,
  }
}

/** Each figure's median over several rounds of the same volley. */
export function medianStats(rounds: readonly Stats[]): Stats {
  const over = (key: keyof Stats) => median(rounds.map((round) => round[key]))
  return { p50: over('p50'), p95: over('p95'), p99: over('p99'), rate: over('rate') }
}

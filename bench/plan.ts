/** How much the benchmark does. `--quick` shows whether it works; only the full plan's figures are worth quoting. */
export interface Plan {
  /** times each volley is fired; medians are over these */
  rounds: number
  /** requests a volley, by number of callers */
  requests: ReadonlyMap<number, number>
  /** call-finished events a volley */
  events: number
  /** runs measured, by number of loop iterations */
  loops: ReadonlyMap<number, number>
  startups: number
}

export const full: Plan = {
  rounds: 5,
  requests: new Map([
    [1, 200],
    [10, 400],
    [50, 600],
  ]),
  events: 1000,
  loops: new Map([
    [10, 30],
    [100, 20],
    [1000, 7],
    [10_000, 3],
  ]),
  startups: 3,
}

export const quick: Plan = {
  rounds: 1,
  requests: new Map([
    [1, 100],
    [10, 200],
    [50, 200],
  ]),
  events: 150,
  loops: new Map([
    [10, 10],
    [100, 5],
    [1000, 2],
    [10_000, 1],
  ]),
  startups: 1,
}

/**
 * Runs `work` one at a time. Asked for while it runs, it runs once more afterwards, for everybody who asked meanwhile.
 * The promise is that of a run that began after the question.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = () => {
    running = work().finally(() => {
      running = undefined
    })
    return running
  }
  const startNext = () => {
    next = undefined
    return start()
  }
  return () => {
    if (!running && !next) return start()
    next ??= (running ?? Promise.resolve()).then(startNext, startNext)
    return next
  }
}

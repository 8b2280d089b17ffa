/**
 * What `task` comes to, if it comes in time; its signal ends what it still asks for after that.
 * @param late makes what is thrown where it takes longer than `timeoutMs`
 */
export async function within<T>(
  timeoutMs: number,
  late: () => Error,
  task: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    // First of all: what the signal ends must not be what is thrown.
    reject(late())
    controller.abort()
  }, timeoutMs)
  try {
    return await Promise.race([(async () => task(controller.signal))(), over])
  } finally {
    clearTimeout(timer)
  }
}

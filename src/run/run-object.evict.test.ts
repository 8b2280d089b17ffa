import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe } from 'vitest'
import { runSuite } from '../../test/support/run-suite.ts'

/** In this project a turn is one step long: after each the run leaves memory, and here the object with it. */
describe('a run whose object is evicted after every step', () => {
  runSuite((object) => evictDurableObject(env.RUNS.getByName(object)))
})

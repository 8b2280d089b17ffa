import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe } from 'vitest'
import { liveSuite } from '../../test/support/live-suite.ts'

/** The sockets stay open while their object leaves memory and comes back. */
describe('followers of a run whose object is evicted after every step', () => {
  liveSuite((object) => evictDurableObject(env.RUNS.getByName(object)))
})

import { describe } from 'vitest'
import { runSuite } from '../../test/support/run-suite.ts'

describe('a run left in peace', () => {
  runSuite(async () => undefined)
})

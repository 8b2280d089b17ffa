import { expect, test } from 'vitest'
import { complaintsAboutPieces } from './check.ts'

test('every piece is described, has an icon and a test that runs each of its parts, and the catalogue is current', async () => {
  expect(await complaintsAboutPieces()).toEqual([])
})

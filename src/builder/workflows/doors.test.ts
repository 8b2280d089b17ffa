import { expect, test } from 'vitest'
import { categoryOf } from '../../workflow/category.ts'
import { readWorkflow } from '../../workflow/import/read.ts'
import { DOORS, startingFile } from './doors.ts'

test.each(DOORS)('what stands behind the door %s imports as it is, and belongs there', (door) => {
  const read = readWorkflow(startingFile('Mine', door))
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  expect(read.value.changes).toEqual([])
  expect(read.value.definition.displayName).toBe('Mine')
  expect(categoryOf(read.value.definition)).toBe(door)
})

import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Definition } from '../workflow/schema.ts'
import { openDb } from './client.ts'
import { createWorkflow, editDraft, getWorkflow, type Workflow } from './workflows.ts'

const db = openDb(env.DB)
const NOW = 1_000

const named = (displayName: string): Definition => ({
  displayName,
  trigger: { name: 'trigger', type: 'EMPTY', displayName: '', settings: {} },
})

const append = (letter: string) => (workflow: Workflow) => named(workflow.draft.name + letter)

test('an edit that comes too late is made again on what it finds, also within one millisecond', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  let tries = 0
  const late = await editDraft(db, id, NOW, async (workflow) => {
    tries++
    if (tries < 3) await editDraft(db, id, NOW, append('b'))
    return append('c')(workflow)
  })
  expect([late.draft.name, tries]).toEqual(['abbc', 3])
  expect(await getWorkflow(db, id)).toEqual(late)
})

test('an edit that always comes too late gives up, having changed nothing', async () => {
  const { id } = await createWorkflow(db, named('a'), NOW)
  let others: Workflow | undefined
  const never = editDraft(db, id, NOW + 500, async (workflow) => {
    others = await editDraft(db, id, NOW, append('b'))
    return append('c')(workflow)
  })
  await expect(never).rejects.toMatchObject({ code: 'WORKFLOW_BUSY', retryable: true })
  expect(await getWorkflow(db, id)).toEqual(others)
})

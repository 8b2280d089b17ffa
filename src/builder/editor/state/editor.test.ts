import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../../../test/support/arbitrary-definition.ts'
import { chain, code, definition, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { stepNames } from '../../../workflow/walk.ts'
import { applyAll, type Draft, definitionOf, type Operation, sameDraft } from './draft.ts'
import { createEditor, type Editor, type Left } from './editor.ts'
import type { Ports, Sent } from './sync.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const step = (name: string) => code(name, 'x')
const START = definition(trigger, chain(step('step_1'), step('step_2')))

const remove = (name: string): Operation => ({ type: 'DELETE_ACTION', request: { names: [name] } })
const skip = (name: string): Operation => ({
  type: 'SET_SKIP_ACTION',
  request: { names: [name], skip: true },
})
const write = (name: string, text: string): Operation => ({
  type: 'UPDATE_ACTION',
  request: code(name, text),
})

/** A server that keeps one draft, and a clock that moves when the test says so. */
function world(start: Definition = START) {
  let draft: Draft = { definition: start, revision: 'r0' }
  let tasks: { at: number; task: () => void }[] = []
  let now = 0
  const requests: Operation[][] = []
  const network: ((send: () => Sent) => Sent)[] = []
  let kept: Left | undefined
  const edit = (operations: Operation[]) => {
    const revision = `r${Number(draft.revision.slice(1)) + 1}`
    draft = { definition: applyAll(draft.definition, operations), revision }
  }
  const ports: Ports = {
    async send(since, operations) {
      const answer = (): Sent => {
        if (since !== draft.revision) return { ok: false, why: 'changed' }
        requests.push(operations)
        edit(operations)
        return { ok: true, draft }
      }
      return (network.shift() ?? ((send) => send()))(answer)
    },
    read: async () => draft,
    later(ms, task) {
      const entry = { at: now + ms, task }
      tasks.push(entry)
      return () => {
        tasks = tasks.filter((each) => each !== entry)
      }
    },
    keep(base, edits) {
      kept = edits.length === 0 ? undefined : { base, edits: [...edits] }
    },
  }
  return {
    ports,
    requests,
    network,
    edit,
    server: () => draft,
    kept: () => kept,
    open: (left = kept) => createEditor(draft, ports, left),
    /** lets time pass until nothing is left to do */
    async rest() {
      for (let turn = 0; turn < 100; turn++) {
        await new Promise<void>((done) => setImmediate(done))
        const next = tasks.sort((a, b) => a.at - b.at).shift()
        if (!next) return
        now = next.at
        next.task()
      }
      throw new Error('It never comes to rest.')
    },
  }
}

let server: ReturnType<typeof world>
let editor: Editor
beforeEach(() => {
  server = world()
  editor = server.open()
})

const names = () => stepNames(editor.get().definition)
const status = () => editor.get().sync.state

describe('an edit', () => {
  test('shows at once, and reaches the server', async () => {
    editor.apply([remove('step_1')])
    expect(names()).toEqual(['trigger', 'step_2'])
    expect(status()).toBe('saving')
    await server.rest()
    expect(status()).toBe('saved')
    expect(stepNames(server.server().definition)).toEqual(['trigger', 'step_2'])
  })

  test('that does not fit is refused, and changes nothing', async () => {
    expect(() => editor.apply([remove('step_1'), remove('step_9')])).toThrow('step_9')
    expect(names()).toEqual(['trigger', 'step_1', 'step_2'])
    await server.rest()
    expect(server.requests).toEqual([])
  })

  test('is sent in order with those before it, also where one is on its way', async () => {
    editor.apply([skip('step_1')])
    editor.wake()
    editor.apply([remove('step_1')])
    editor.apply([skip('step_2')])
    await server.rest()
    expect(server.requests).toEqual([[skip('step_1')], [remove('step_1'), skip('step_2')]])
    expect(status()).toBe('saved')
  })

  test('that is typed letter by letter is one edit to send and one to undo', async () => {
    for (const text of ['a', 'ab', 'abc']) editor.apply([write('step_1', text)], { merge: 'step_1' })
    await server.rest()
    expect(server.requests).toEqual([[write('step_1', 'abc')]])
    editor.undo()
    expect(sameDraft(editor.get().definition, START)).toBe(true)
  })

  test('that goes on while its beginning is on its way loses nothing', async () => {
    editor.apply([write('step_1', 'a')], { merge: 'step_1' })
    editor.wake()
    editor.apply([write('step_1', 'ab')], { merge: 'step_1' })
    await server.rest()
    expect(server.requests).toEqual([[write('step_1', 'a')], [write('step_1', 'ab')]])
  })
})

describe('undo', () => {
  test('brings back what was, on the server too, and redo does it again', async () => {
    editor.apply([remove('step_1')])
    editor.apply([remove('step_2')])
    editor.undo()
    expect(names()).toEqual(['trigger', 'step_2'])
    editor.undo()
    expect(names()).toEqual(['trigger', 'step_1', 'step_2'])
    editor.redo()
    await server.rest()
    expect(names()).toEqual(['trigger', 'step_2'])
    expect(sameDraft(server.server().definition, editor.get().definition)).toBe(true)
  })

  test('ends what could be redone once something else is done', () => {
    editor.apply([remove('step_1')])
    editor.undo()
    editor.apply([remove('step_2')])
    editor.redo()
    expect(names()).toEqual(['trigger', 'step_1'])
  })
})

describe('without a connection', () => {
  const offline = (): Sent => ({ ok: false, why: 'offline' })

  test('edits wait, and are sent once it is back', async () => {
    server.network.push(offline, offline)
    editor.apply([remove('step_1')])
    editor.apply([skip('step_2')])
    await server.rest()
    expect(status()).toBe('saved')
    expect(server.requests).toEqual([[remove('step_1'), skip('step_2')]])
  })

  test('edits outlive the visit', async () => {
    editor.apply([remove('step_1')])
    const later = server.open()
    expect(stepNames(later.get().definition)).toEqual(['trigger', 'step_2'])
    await server.rest()
    expect(stepNames(server.server().definition)).toEqual(['trigger', 'step_2'])
    expect(server.kept()).toBeUndefined()
  })

  test('an answer that is lost is not taken for an edit of somebody else', async () => {
    server.network.push((send) => {
      send()
      return offline()
    })
    editor.apply([remove('step_1')])
    await server.rest()
    expect([status(), server.requests.length]).toEqual(['saved', 1])
  })
})

describe('a draft that somebody else edited meanwhile', () => {
  beforeEach(async () => {
    server.edit([remove('step_2')])
    editor.apply([skip('step_1')])
    editor.apply([skip('step_2')])
    await server.rest()
  })

  test('is a conflict, and nothing is overwritten', () => {
    expect(status()).toBe('conflict')
    expect(stepNames(server.server().definition)).toEqual(['trigger', 'step_1'])
    expect(names()).toEqual(['trigger', 'step_1', 'step_2'])
  })

  test('can be taken as it is', async () => {
    expect(editor.resolve('theirs')).toBe(0)
    await server.rest()
    expect(editor.get()).toMatchObject({ definition: server.server().definition, sync: { state: 'saved' } })
    expect(server.kept()).toBeUndefined()
  })

  test('can get my edits on top, as far as they still fit', async () => {
    expect(editor.resolve('mine')).toBe(1)
    await server.rest()
    expect(status()).toBe('saved')
    expect(server.server().definition.trigger.nextAction).toMatchObject({ name: 'step_1', skip: true })
    expect(names()).toEqual(['trigger', 'step_1'])
  })
})

test('edits of an earlier visit on a draft that was edited since are a conflict', async () => {
  editor.apply([remove('step_1')])
  const left = server.kept()
  server.edit([skip('step_2')])
  const later = server.open(left)
  await server.rest()
  expect(later.get().sync.state).toBe('conflict')
})

test('edits of an earlier visit that the server has after all are no conflict', async () => {
  editor.apply([remove('step_1')])
  const left = server.kept()
  server.edit([remove('step_1')])
  const later = server.open(left)
  await server.rest()
  expect(later.get()).toMatchObject({ sync: { state: 'saved' }, pending: [] })
})

test('what the server refuses is kept and said, and can be tried again', async () => {
  server.network.push(() => ({ ok: false, why: 'refused', code: 'FORBIDDEN', message: 'No.' }))
  editor.apply([remove('step_1')])
  await server.rest()
  expect(editor.get()).toMatchObject({ sync: { state: 'refused', message: 'No.' } })
  await expect(editor.settled()).rejects.toThrow('refused')
  editor.wake()
  await server.rest()
  expect(status()).toBe('saved')
  await editor.settled()
})

test('whatever the network does, what is seen is in the end what the server has', () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryDefinition(),
      fc.array(fc.record({ pick: fc.nat(), what: fc.nat(4), network: fc.nat(3) }), { maxLength: 15 }),
      async (start, moves) => {
        const here = world(start)
        const edited = here.open()
        for (const { pick, what, network } of moves) {
          if (network === 1) here.network.push(() => ({ ok: false, why: 'offline' }))
          if (network === 2) {
            here.network.push((send) => {
              send()
              return { ok: false, why: 'offline' }
            })
          }
          if (network === 3) edited.wake()
          const actions = stepNames(edited.get().definition).slice(1)
          const name = actions[pick % Math.max(1, actions.length)]
          if (what === 0) edited.undo()
          else if (what === 1) edited.redo()
          else if (name) edited.apply([what === 2 ? remove(name) : skip(name)])
        }
        await here.rest()
        expect(edited.get().sync.state).toBe('saved')
        expect(sameDraft(edited.get().definition, here.server().definition)).toBe(true)
      },
    ),
    { numRuns: 60 },
  ))

test('a branch without steps is read from an answer, which shows it as an empty object', () => {
  const made = definition(
    trigger,
    chain(
      router('r', [
        { name: 'A', when: [[{}]], first: step('a') },
        { name: 'B', when: 'fallback' },
      ]),
    ),
  )
  const answered = JSON.parse(JSON.stringify(made.trigger))
  answered.nextAction.children[1] = {}
  const read = definitionOf({ name: made.displayName, trigger: answered, schemaVersion: made.schemaVersion })
  expect(read).toEqual(JSON.parse(JSON.stringify(made)))
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../../../test/support/arbitrary-definition.ts'
import { chain, code, definition, loop, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { steps } from '../../../workflow/walk.ts'
import { type Box, type Layout, layOut, pathOf } from './layout.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const step = (name: string) => code(name, 'x')

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const within = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height
const centre = ({ x, width }: Box) => x + width / 2

/** The frame around a step: that of the nearest loop, branch or failure branch. */
function frameAround(layout: Layout, definition: Definition, name: string) {
  const visits = new Map(Array.from(steps(definition), (visit) => [visit.step.name, visit]))
  let visit = visits.get(name)
  while (visit?.location?.type === 'AFTER') visit = visits.get(visit.parent?.name ?? '')
  return layout.frames.find((frame) => frame.step === visit?.parent?.name)
}

describe('for any workflow', () => {
  const check = (promise: (layout: Layout, definition: Definition) => void) =>
    fc.assert(fc.property(arbitraryDefinition(), (each) => promise(layOut(each), each)))

  test('every step is drawn once, and no two things overlap', () =>
    check((layout, each) => {
      expect(layout.steps.map(({ name }) => name)).toEqual(Array.from(steps(each), (v) => v.step.name))
      const solid = [...layout.steps, ...layout.labels, ...layout.adds, layout.end]
      for (const [index, a] of solid.entries()) {
        for (const b of solid.slice(index + 1)) expect(overlap(a, b)).toBe(false)
      }
    }))

  test('every step is below the one it hangs on', () =>
    check((layout, each) => {
      const boxes = new Map(layout.steps.map((box) => [box.name, box]))
      for (const { step, parent } of steps(each)) {
        const above = parent && boxes.get(parent.name)
        if (above) expect(boxes.get(step.name)?.y).toBeGreaterThan(above.y + above.height)
      }
    }))

  test('what is inside a loop or branch is inside its frame, and frames only overlap as nested', () =>
    check((layout, each) => {
      for (const box of layout.steps) {
        const frame = frameAround(layout, each, box.name)
        if (frame) expect(within(box, frame)).toBe(true)
      }
      for (const [index, a] of layout.frames.entries()) {
        for (const b of layout.frames.slice(index + 1)) {
          expect(!overlap(a, b) || within(a, b) || within(b, a)).toBe(true)
        }
      }
    }))

  test('there is one + for every place a step can be added at', () =>
    check((layout, each) => {
      const all = Array.from(steps(each), ({ step }) => step)
      const branches = all.flatMap((step) => (step.type === 'ROUTER' ? step.settings.branches : []))
      const loops = all.filter(({ type }) => type === 'LOOP_ON_ITEMS')
      const failures = all.filter((step) => 'onFailure' in step && step.onFailure)
      const ids = new Set(layout.adds.map(({ id }) => id))
      expect(ids.size).toBe(layout.adds.length)
      expect(ids.size).toBe(all.length + branches.length + loops.length + failures.length)
    }))

  test('lines lead to the top of their step, and everything is within the bounds', () =>
    check((layout) => {
      const boxes = new Map(layout.steps.map((box) => [box.name, box]))
      for (const { points, to } of layout.lines) {
        const target = to === undefined ? undefined : boxes.get(to)
        if (target) expect(points.at(-1)).toEqual({ x: centre(target), y: target.y })
        for (const { x, y } of points) expect(within({ x, y, width: 0, height: 0 }, layout.bounds)).toBe(true)
      }
      for (const box of [...layout.steps, ...layout.frames]) expect(within(box, layout.bounds)).toBe(true)
    }))
})

test('steps in a row stand under each other', () => {
  const { steps: boxes } = layOut(definition(trigger, chain(step('a'), step('b'))))
  expect(new Set(boxes.map(centre))).toEqual(new Set([0]))
  expect(boxes.map(({ number }) => number)).toEqual([1, 2, 3])
})

test('branches stand side by side in their order, around the middle of their router', () => {
  const layout = layOut(
    definition(
      trigger,
      chain(
        router('r', [
          { name: 'A', when: [[{}]], first: step('a') },
          { name: 'B', when: [[{}]] },
          { name: 'C', when: 'fallback', first: loop('l', '{{[1]}}', step('c')) },
        ]),
      ),
    ),
  )
  const [a, b, c] = layout.labels
  expect(a && b && c && centre(a) < centre(b) && centre(b) < centre(c)).toBe(true)
  expect(layout.labels.map(({ branchIndex }) => branchIndex)).toEqual([0, 1, 2])
  expect(layout.frames.map(({ kind, depth }) => [kind, depth])).toEqual([
    ['router', 1],
    ['loop', 2],
  ])
  expect(layout.adds.filter(({ lone }) => lone)).toMatchObject([{ place: { branchIndex: 1 } }])
})

test('a workflow of a thousand steps, and one nested as deep as may be, are laid out', () => {
  const many = Array.from({ length: 998 }, (_, index) => step(`step_${index}`))
  expect(layOut(definition(trigger, chain(step('first'), ...many))).steps).toHaveLength(1000)
  let inner = step('inner')
  for (let level = 0; level < 100; level++) inner = loop(`l${level}`, '{{[1]}}', inner) as never
  expect(layOut(definition(trigger, inner)).frames).toHaveLength(100)
})

test('a path turns its corners round, and no wider than there is room', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 20 },
    { x: 8, y: 20 },
    { x: 8, y: 40 },
  ]
  expect(pathOf([{ points }], 10)).toBe('M0 0L0 10Q0 20 4 20L4 20Q8 20 8 30L8 40')
})

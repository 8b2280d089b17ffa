import { describe, expect, it } from 'vitest'
import { chain, code, definition, pieceTrigger } from '../../test/support/definitions.ts'
import type { StepRecord } from '../engine/records.ts'
import type { Json } from '../json.ts'
import { compareRuns, verdictOf } from './compare.ts'
import type { RunDetail } from './protocol.ts'

const flow = definition(pieceTrigger('webhook', 'catch_webhook'), chain(code('step_1', 'x')))

const step = (path: string, output: Json, more: Partial<StepRecord> = {}): StepRecord => ({
  path,
  status: 'SUCCEEDED',
  attempt: 1,
  startedAt: 0,
  endedAt: 0,
  input: '{}',
  output: JSON.stringify(output),
  error: null,
  meta: null,
  ...more,
})

const detail = (steps: StepRecord[], run: Partial<RunDetail['run']> = {}): RunDetail => ({
  run: {
    status: 'SUCCEEDED',
    answer: null,
    startedAt: 10,
    createdAt: 0,
    finishedAt: 30,
    ...run,
  } as RunDetail['run'],
  agentId: null,
  steps,
  waits: [],
})

const compare = (past: RunDetail, replay: RunDetail) => compareRuns(past, replay, [flow, flow])

describe('a replay held against its run', () => {
  it('is the same where every step gave the same', () => {
    const steps = [step('step_1', { a: [1, { b: 2 }] })]
    const comparison = compare(detail(steps), detail(steps))
    expect(comparison).toMatchObject({ steps: [], more_steps: 0, duration: { before: 20, after: 20 } })
    expect(verdictOf(comparison)).toBe('same')
  })

  it('tells what was added, removed and changed, and of steps that only one of the two has', () => {
    const comparison = compare(
      detail([step('step_1', { a: 1, gone: true }), step('old', 1)]),
      detail([step('step_1', { a: 2, come: null }), step('new', 1)]),
    )
    const [first, fresh, gone] = comparison.steps
    expect(first).toMatchObject({
      display_name: 'step_1',
      output: [
        { kind: 'changed', path: 'a', before: 1, after: 2 },
        { kind: 'removed', path: 'gone', before: true },
        { kind: 'added', path: 'come', after: null },
      ],
    })
    expect(fresh).toMatchObject({ path: 'new', status: { before: null, after: 'SUCCEEDED' }, output: [] })
    expect(gone).toMatchObject({ path: 'old', status: { before: 'SUCCEEDED', after: null } })
    expect(verdictOf(comparison)).toBe('different')
  })

  it('counts another input of a step that was answered from the record, and no new meaning of the same one', () => {
    const mocked = (from: 'same_input' | 'other_input', input: string) =>
      step('step_1', 1, { input, meta: { mocked: { from } } })
    const past = detail([step('step_1', 1, { input: '{"to":"a"}' })])
    expect(compare(past, detail([mocked('same_input', '{"to":"a"}')])).steps).toEqual([])
    expect(compare(past, detail([mocked('other_input', '{"to":"b"}')])).steps[0]?.input).toEqual([
      { kind: 'changed', path: 'to', before: 'a', after: 'b' },
    ])
  })

  it('shows no secret', () => {
    const { steps } = compare(
      detail([step('step_1', { api_key: 'one' })]),
      detail([step('step_1', { api_key: 'two' })]),
    )
    expect(JSON.stringify(steps)).not.toMatch(/one|two/)
  })

  it('has failed where its run succeeded and it did not, or where it fails otherwise', () => {
    const verdict = (before: RunDetail['run']['status'], after: RunDetail['run']['status']) =>
      verdictOf(compare(detail([], { status: before }), detail([], { status: after })))
    expect(verdict('SUCCEEDED', 'FAILED')).toBe('failed')
    expect(verdict('FAILED', 'TIMEOUT')).toBe('failed')
    expect(verdict('FAILED', 'SUCCEEDED')).toBe('different')
    expect(verdict('FAILED', 'FAILED')).toBe('same')
  })

  it('stays small: long values and many steps are cut', () => {
    const many = (value: string) =>
      Array.from({ length: 80 }, (_, n) =>
        step(
          `step_${n}`,
          Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`k${k}`, value.repeat(100)])),
        ),
      )
    const comparison = compare(detail(many('a')), detail(many('b')))
    expect([comparison.steps.length, comparison.more_steps]).toEqual([50, 30])
    expect(comparison.steps[0]?.output[0]).toEqual({ kind: 'changed', path: 'k0' })
    expect(JSON.stringify(comparison).length).toBeLessThan(200_000)
    const long = compare(detail([step('step_1', 'a'.repeat(5000))]), detail([step('step_1', 'b')]))
    expect(long.steps[0]?.output[0]).toMatchObject({ before: { truncated: true, characters: 5002 } })
  })
})

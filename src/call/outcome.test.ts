import { expect, test } from 'vitest'
import { answered, runReply, says } from '../../test/support/calls.ts'
import type { Json } from '../json.ts'
import type { RunReply } from '../run/protocol.ts'
import { toolOutcome } from './outcome.ts'
import { toldText } from './providers/told.ts'

const error = { code: 'HTTP_STATUS', message: 'It answered 404.', retryable: false }
const SILENT: [string, Partial<RunReply>, string, 'failed' | 'deadline'][] = [
  ['failed', { status: 'FAILED', error }, 'HTTP_STATUS', 'failed'],
  ['is failing', { status: 'RUNNING', settled: 'ended', error }, 'HTTP_STATUS', 'failed'],
  ['was canceled', { status: 'CANCELED' }, 'RUN_CANCELED', 'failed'],
  ['ended in silence', {}, 'NO_ANSWER', 'failed'],
  ['paused', { status: 'PAUSED', settled: 'paused' }, 'NO_ANSWER', 'failed'],
  [
    'returned call data',
    { settled: 'answered', answer: { kind: 'call_data', promptAddition: '', dynamicVariables: {} } },
    'NO_ANSWER',
    'failed',
  ],
  ['takes too long', { status: 'RUNNING', settled: 'waiting' }, 'DEADLINE_EXCEEDED', 'deadline'],
]

test.each(SILENT)('a run that %s is told as such', (_, changes, code, kind) => {
  expect(toolOutcome(runReply(changes), undefined)).toMatchObject({ kind, runId: 'run_1', error: { code } })
})

test.each(SILENT)('a fallback answer is said where the run %s', (_, changes, _code, kind) => {
  expect(toolOutcome(runReply(changes), 'Sorry.')).toEqual({
    kind: 'answered',
    runId: 'run_1',
    answer: says('Sorry.'),
    fallback: kind,
  })
})

test('a run that takes too long is told of in the language of its call, where that is known', () => {
  const waiting = runReply({ status: 'RUNNING', settled: 'waiting' })
  const told = (language?: Json) => toldText(toolOutcome(waiting, undefined, language ? { language } : {}))
  expect(told('es-ES')).toMatch(/^Esto tarda un momento más/)
  for (const each of [undefined, 'en', 'fr', 'constructor', 7]) expect(told(each)).toMatch(/takes a moment/)
})

test('an answer counts, whatever became of the run after it', () => {
  const reply = answered(says({ ok: 1 }), { status: 'FAILED', error })
  expect(toolOutcome(reply, 'Sorry.')).toEqual({ kind: 'answered', runId: 'run_1', answer: says({ ok: 1 }) })
})

test('a fallback that is no text is given as JSON', () => {
  expect(toolOutcome(runReply(), { say: 'Sorry.' })).toMatchObject({
    answer: { format: 'json', body: { say: 'Sorry.' } },
  })
})

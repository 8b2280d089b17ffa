import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryOldFlow } from '../../../test/support/arbitrary-old-flow.ts'
import { parseDefinition } from '../parse.ts'
import { readWorkflow, readWorkflows } from './read.ts'

/** Values that look like parts of a flow, put together in ways that nobody meant. */
const { value: oddFlow } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'trigger',
      'step_1',
      '~0.1.0',
      "{{step_1['output'].x}}",
      '{{step_1.current_item',
      '__proto__',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('step'),
  ),
  step: fc.dictionary(
    fc.constantFrom(
      ...[
        'name',
        'type',
        'settings',
        'nextAction',
        'children',
        'firstLoopAction',
        'onSuccessAction',
        'onFailure',
      ],
      ...[
        'input',
        'inputUiInfo',
        'customizedInputs',
        'schema',
        'pieceName',
        'pieceVersion',
        'actionName',
        'items',
      ],
      ...['branches', 'conditions', 'sampleData', 'artifact', 'displayName', 'trigger', 'flows', 'template'],
    ),
    fc.oneof(
      fc.constantFrom(
        'PIECE',
        'CODE',
        'BRANCH',
        'ROUTER',
        'LOOP_ON_ITEMS',
        'MISSING',
        'WEBHOOK',
        'SCHEDULE',
        'EMPTY',
      ),
      fc.constantFrom('http', 'return_response', 'step_1', 'trigger'),
      tie('value'),
    ),
    { maxKeys: 6 },
  ),
}))

describe('whatever is sent', () => {
  test('is read or refused with issues that have a code, and left as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), oddFlow), (input) => {
        const before = structuredClone(input)
        for (const read of [readWorkflow(input), readWorkflows(input)]) {
          if (read.ok) continue
          expect(read.issues.length).toBeGreaterThan(0)
          for (const { code, message } of read.issues) {
            expect(code).toMatch(/^[A-Z_]+$/)
            expect(message).not.toBe('')
          }
        }
        expect(input).toEqual(before)
      }),
      { numRuns: 3000, seed: 23 },
    )
  })

  test('and read once, it is read the same way again', () => {
    fc.assert(
      fc.property(arbitraryOldFlow(), (flow) => {
        const read = readWorkflow(flow)
        if (!read.ok) throw new Error(JSON.stringify(read.issues))
        expect(parseDefinition(read.value.definition)).toEqual({
          ok: true,
          definition: read.value.definition,
        })
        expect(readWorkflow(read.value.definition)).toEqual({
          ok: true,
          value: { ...read.value, changes: [] },
        })
      }),
      { numRuns: 200, seed: 24 },
    )
  })
})

describe('hostile files end in a coded issue', () => {
  const nested = (depth: number, open: string, close: string, core = 'null') =>
    JSON.parse(open.repeat(depth) + core + close.repeat(depth)) as unknown
  const at = (nextAction: unknown) => ({ name: 'x', flows: [{ trigger: { type: 'EMPTY', nextAction } }] })
  const deep = (fields: string, link: string) => at(nested(100_000, `{"name":"s",${fields},"${link}":`, '}'))
  const step = (settings: string) =>
    at(JSON.parse(`{"name":"step_1","type":"PIECE","settings":{"pieceName":"http",${settings}}}`))

  test.each<[string, unknown, string]>([
    ['branches in branches', deep('"type":"BRANCH","settings":{}', 'onSuccessAction'), 'TOO_MANY_STEPS'],
    ['a chain of branches', deep('"type":"BRANCH","settings":{}', 'nextAction'), 'TOO_MANY_STEPS'],
    ['missing steps', deep('"type":"MISSING"', 'nextAction'), 'TOO_MANY_STEPS'],
    ['templates in templates', nested(100_000, '{"template":', '}'), 'REQUIRED'],
    ['versions in versions', nested(100_000, '{"version":', '}'), 'REQUIRED'],
    ['files in files', nested(100_000, '{"flows":[', ']}'), 'REQUIRED'],
    [
      'deep input info',
      step(`"inputUiInfo":{"customizedInputs":${'['.repeat(5000)}${']'.repeat(5000)}},"input":{}`),
      '',
    ],
    [
      'a deep schema',
      step(`"input":{"a":1},"schema":{"a":${'['.repeat(5000)}${']'.repeat(5000)}},"inputUiInfo":{}`),
      'DEFINITION_TOO_DEEP',
    ],
    ['__proto__ in settings', step('"__proto__":{"polluted":1},"pieceVersion":"~1.0.0"'), 'KEY_FORBIDDEN'],
    ['__proto__ as an input', step('"input":{"__proto__":{"polluted":1}},"inputUiInfo":{}'), 'KEY_FORBIDDEN'],
    [
      '__proto__ in a step',
      at(JSON.parse('{"type":"BRANCH","name":"a","__proto__":{"x":1}}')),
      'KEY_FORBIDDEN',
    ],
    [
      '__proto__ in a flow',
      { flows: [JSON.parse('{"displayName":"x","trigger":{"type":"EMPTY"},"__proto__":{"x":1}}')] },
      'KEY_FORBIDDEN',
    ],
    ['a name that is a prototype', at({ name: '__proto__', type: 'BRANCH' }), 'NAME_INVALID'],
    [
      'too much text',
      at({ name: 'a', type: 'CODE', settings: { sourceCode: { code: 'x'.repeat(2e6) } } }),
      'DEFINITION_TOO_LARGE',
    ],
  ])('%s', (_what, input, code) => {
    for (const read of [readWorkflow(input), readWorkflows(input)]) {
      if (code === '') expect(read.ok).toBe(true)
      else
        expect(read).toMatchObject({
          ok: false,
          issues: expect.arrayContaining([expect.objectContaining({ code })]),
        })
    }
    expect({}).not.toHaveProperty('polluted')
  })
})

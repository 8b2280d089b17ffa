import fc from 'fast-check'

/** A flow as Activepieces exported it before routers: no schema version, BRANCH steps, `inputUiInfo`. */
export interface OldFlow {
  displayName: string
  trigger: OldStep
}
export type OldStep = Record<string, unknown> & { name: string; nextAction?: OldStep }

interface Shape {
  kind: 'PIECE' | 'CODE' | 'LOOP_ON_ITEMS' | 'BRANCH' | 'RESPONSE'
  version: string
  isDynamic: boolean
  body: Shape[]
  otherwise: Shape[]
}

const shapes: fc.Memo<Shape[]> = fc.memo((depth) => {
  const inner = depth > 1 ? shapes(depth - 1) : fc.constant<Shape[]>([])
  const shape = fc.record({
    kind: fc.constantFrom<Shape['kind'][]>('PIECE', 'CODE', 'LOOP_ON_ITEMS', 'BRANCH', 'RESPONSE'),
    version: fc.constantFrom('~0.3.1', '0.4.9', '~0.5.0', '^0.11.2', '0.10.0', '1.0.0'),
    isDynamic: fc.boolean(),
    body: inner,
    otherwise: inner,
  })
  return fc.array(shape, { maxLength: 4 })
})

/** Flows of that age, nested at random. */
export function arbitraryOldFlow(): fc.Arbitrary<OldFlow> {
  return shapes(3).map((chain) => {
    const nextStep = numbered()
    const trigger: OldStep = {
      ...common('trigger'),
      type: 'PIECE_TRIGGER',
      settings: pieceSettings('slack', '~0.2.0', 'triggerName', 'new_message', true),
    }
    return { displayName: 'Old', trigger: linked(trigger, build(chain, nextStep)) }
  })
}

function numbered(): () => string {
  let number = 0
  return () => `step_${++number}`
}

const common = (name: string) => ({ name, valid: true, displayName: `Step ${name}` })

function linked(step: OldStep, next: OldStep | undefined): OldStep {
  return next ? { ...step, nextAction: next } : step
}

function build([shape, ...rest]: Shape[], nextName: () => string): OldStep | undefined {
  if (!shape) return undefined
  const step = buildOne(shape, nextName(), nextName)
  return linked(step, build(rest, nextName))
}

function buildOne(
  { kind, version, isDynamic, body, otherwise }: Shape,
  name: string,
  nextName: () => string,
) {
  const inputUiInfo = {
    customizedInputs: { a: isDynamic, logoUrl: 'https://x.test/logo.png' },
    currentSelectedData: { a: 1 },
  }
  const input = { a: '{{trigger.a}}', b: [1, { c: 'd' }] }
  switch (kind) {
    case 'PIECE':
      return {
        ...common(name),
        type: 'PIECE',
        settings: pieceSettings('google-sheets', version, 'actionName', 'insert_row', isDynamic),
      }
    case 'RESPONSE':
      return {
        ...common(name),
        type: 'PIECE',
        settings: {
          ...pieceSettings('http', version, 'actionName', 'return_response', false),
          input: {
            body_type: isDynamic ? 'json' : '',
            ...(isDynamic ? { status: 201, headers: { a: 'b' } } : {}),
            body: isDynamic ? { data: { ok: true }, more: 1 } : { plain: '{{trigger.a}}' },
          },
        },
      }
    case 'CODE':
      return {
        ...common(name),
        type: 'CODE',
        settings: { sourceCode: { code: 'export const code = 1', packageJson: '{}' }, input, inputUiInfo },
      }
    case 'LOOP_ON_ITEMS': {
      const firstLoopAction = build(body, nextName)
      return {
        ...common(name),
        type: 'LOOP_ON_ITEMS',
        settings: { items: '{{trigger.items}}', inputUiInfo: {} },
        ...(firstLoopAction && { firstLoopAction }),
      }
    }
    case 'BRANCH': {
      const onSuccessAction = build(body, nextName)
      const onFailureAction = build(otherwise, nextName)
      const condition = {
        operator: 'TEXT_CONTAINS',
        firstValue: '{{trigger.a}}',
        secondValue: 'b',
        caseSensitive: isDynamic,
      }
      return {
        ...common(name),
        type: 'BRANCH',
        settings: { conditions: [[condition]], inputUiInfo: {} },
        ...(onSuccessAction && { onSuccessAction }),
        ...(onFailureAction && { onFailureAction }),
      }
    }
  }
}

function pieceSettings(piece: string, version: string, key: string, name: string, isDynamic: boolean) {
  return {
    packageType: 'REGISTRY',
    pieceType: 'OFFICIAL',
    pieceName: `@activepieces/piece-${piece}`,
    pieceVersion: version,
    [key]: name,
    input: { auth: `{{connections['${piece}']}}`, sheet: '{{trigger.id}}', values: { A: 'x' } },
    ...(isDynamic ? { schema: { values: { A: { type: 'SHORT_TEXT' } } } } : {}),
    inputUiInfo: {
      customizedInputs: { sheet: isDynamic },
      sampleDataFileId: 'file',
      lastTestDate: '2024-01-01',
    },
  }
}

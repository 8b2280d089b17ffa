import { isCoded } from '../errors.ts'
import type { Catalogue, FieldRule, PieceRules, StepRule } from '../workflow/catalogue.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Definition } from '../workflow/schema.ts'
import { steps } from '../workflow/walk.ts'
import { type FieldMeta, fieldsOf, holdsSecret, mapFields } from './fields.ts'
import type { Piece } from './piece.ts'
import { loadPiece } from './registry.ts'

/** What validation needs to know of the pieces a definition uses. Loads those and no others. */
export async function catalogueFor(definition: Definition): Promise<Catalogue> {
  const rules = new Map<string, PieceRules>()
  const learn = async (name: string, version: string | undefined) => {
    const key = keyOf(name, version)
    const piece = rules.has(key) ? undefined : await pieceOrNothing(name, version)
    if (!piece) return
    rules.set(key, rulesOf(piece))
    // Whoever asks for a name alone means ours, where there is one.
    if (version !== undefined) await learn(name, undefined)
  }
  for (const { step } of steps(definition)) {
    if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
    const { pieceName, pieceVersion } = step.settings
    await learn(shortPieceName(pieceName), pieceVersion)
  }
  return { piece: (name, version) => rules.get(keyOf(name, version)) }
}

/** Steps may name several versions of a piece, and one of ours beside them. */
const keyOf = (name: string, version: string | undefined) => `${name}@${version ?? ''}`

async function pieceOrNothing(name: string, version: string | undefined): Promise<Piece | undefined> {
  try {
    return await loadPiece(name, version)
  } catch (error) {
    if (isCoded(error) && error.code === 'PIECE_UNKNOWN') return undefined
    throw error
  }
}

function rulesOf(piece: Piece): PieceRules {
  const rules = (declared: Piece['actions'] | Piece['triggers']): Record<string, StepRule> =>
    Object.fromEntries(
      Object.entries(declared).map(([name, { input, needsConnection = true }]) => [
        name,
        {
          input: mapFields(input, fieldRule),
          needsConnection: needsConnection && piece.auth.length > 0,
        },
      ]),
    )
  return { version: piece.version, actions: rules(piece.actions), triggers: rules(piece.triggers) }
}

function fieldRule(field: FieldMeta): FieldRule {
  const { kind, required, defaultValue, choices, showWhen } = field
  const secret = secretIn(field)
  const rule: FieldRule = {
    required: required && defaultValue === undefined,
    ...(secret && { secret }),
    ...(showWhen && { when: showWhen }),
  }
  // A list of choices is checked where the step runs: its value is no single choice.
  return choices && kind === 'STATIC_DROPDOWN'
    ? { ...rule, choices: choices.map(({ value }) => value) }
    : rule
}

function secretIn({ kind, row, variants = {} }: FieldMeta): FieldRule['secret'] {
  if (kind === 'SECRET_TEXT') return true
  const inner = [row, ...Object.values(variants)].flatMap((each) =>
    each ? Object.entries(fieldsOf(each)) : [],
  )
  const names = inner.flatMap(([name, each]) => (holdsSecret(each) ? [name] : []))
  return names.length > 0 ? names : undefined
}

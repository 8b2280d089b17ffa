import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { extractTokens } from '../../../../expression/tokens.ts'

/** What is known of an expression that a chip stands for. */
export interface ChipFacts {
  /** of the step it reads; undefined where there is no such step */
  number?: number
  /** in words: `body › phone` */
  label: string
  /** false where it reads a step that is gone or comes later */
  isKnown: boolean
  /** the value on sample data, in a few words; empty where none is known */
  preview: string
}

/** Tells the facts of an expression; null for one that is too much for a chip and shows as code. */
export type Describe = (source: string) => ChipFacts | null

/** Makes chips anew, because what is known has changed. */
export const describeAnew = StateEffect.define<Describe>()

class Chip extends WidgetType {
  readonly source: string
  readonly facts: ChipFacts

  constructor(source: string, facts: ChipFacts) {
    super()
    this.source = source
    this.facts = facts
  }

  override eq(other: Chip): boolean {
    return this.source === other.source && JSON.stringify(this.facts) === JSON.stringify(other.facts)
  }

  override toDOM(): HTMLElement {
    const { label, number, isKnown, preview } = this.facts
    const chip = document.createElement('span')
    chip.className = isKnown ? 'data-chip' : 'data-chip data-chip-lost'
    chip.title = preview === '' ? this.source : `${this.source} = ${preview}`
    if (number !== undefined) {
      const badge = document.createElement('b')
      badge.append(String(number))
      chip.append(badge)
    }
    chip.append(label)
    return chip
  }

  override ignoreEvent(): boolean {
    return false
  }
}

interface Chips {
  describe: Describe
  decorations: DecorationSet
  /** what the cursor steps over in one go */
  atoms: DecorationSet
}

/** Shows the expressions of a text as chips. */
export function chips(describe: Describe): Extension {
  const field = StateField.define<Chips>({
    create: (state) => chipsIn(state.doc.toString(), describe),
    update(value, transaction) {
      const told = transaction.effects.find((effect) => effect.is(describeAnew))
      if (!told && !transaction.docChanged) return value
      return chipsIn(transaction.newDoc.toString(), told?.value ?? value.describe)
    },
    provide: (self) => [
      EditorView.decorations.from(self, (value) => value.decorations),
      EditorView.atomicRanges.of((view) => view.state.field(self).atoms),
    ],
  })
  return field
}

const code = Decoration.mark({ class: 'data-code' })

function chipsIn(text: string, describe: Describe): Chips {
  const decorations: Range<Decoration>[] = []
  const atoms: Range<Decoration>[] = []
  for (const { start, end, source } of extractTokens(text)) {
    const facts = source.includes('\n') ? null : describe(source.trim())
    if (!facts) decorations.push(code.range(start, end))
    else {
      const chip = Decoration.replace({ widget: new Chip(source.trim(), facts) }).range(start, end)
      decorations.push(chip)
      atoms.push(chip)
    }
  }
  return { describe, decorations: Decoration.set(decorations), atoms: Decoration.set(atoms) }
}

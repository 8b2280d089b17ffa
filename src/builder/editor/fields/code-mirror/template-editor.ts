import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { chips, type Describe, describeAnew } from './chips.ts'
import { completeData, type Root } from './complete.ts'
import { leave, look, mono } from './theme.ts'

export interface TemplateOptions {
  text: string
  /** one line: Enter does nothing */
  isLine: boolean
  /** shows expressions as they are written, not as chips */
  isRaw: boolean
  isReadOnly: boolean
  placeholder: string
  /** for who has the page read out */
  attributes: Record<string, string>
  describe: Describe
  roots: () => readonly Root[]
  onText: (text: string) => void
  onFocus: () => void
  onBlur: (to: EventTarget | null) => void
}

/** A field for text with expressions in it. */
export interface TemplateEditor {
  setText(text: string): void
  setFacts(describe: Describe): void
  setAttributes(attributes: Record<string, string>): void
  /** puts a text where the cursor is */
  insert(text: string): void
  focus(): void
  destroy(): void
}

/** Makes such a field inside `parent`. */
export function templateEditor(parent: HTMLElement, options: TemplateOptions): TemplateEditor {
  const attributes = new Compartment()
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options, attributes) }),
  })
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    setFacts: (describe) => view.dispatch({ effects: describeAnew.of(describe) }),
    setAttributes: (given) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(given)) }),
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true })
      view.focus()
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

function extensionsOf(options: TemplateOptions, attributes: Compartment): Extension[] {
  const { isLine, isRaw, isReadOnly } = options
  const source = completeData(options.roots)
  return [
    ...(isRaw ? [mono] : [chips(options.describe)]),
    look,
    history(),
    closeBrackets(),
    autocompletion({ override: [source], icons: false, activateOnTyping: true }),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.lineWrapping,
    placeholder(options.placeholder),
    attributes.of(EditorView.contentAttributes.of(options.attributes)),
    EditorState.readOnly.of(isReadOnly),
    EditorView.editable.of(!isReadOnly),
    ...(isLine ? [oneLine] : []),
    EditorView.updateListener.of((update) => {
      const isTyped = update.transactions.some(
        (transaction) =>
          transaction.isUserEvent('input') ||
          transaction.isUserEvent('delete') ||
          transaction.isUserEvent('undo') ||
          transaction.isUserEvent('redo') ||
          transaction.isUserEvent('move'),
      )
      if (update.docChanged && (isTyped || update.view.hasFocus)) options.onText(update.state.doc.toString())
    }),
    keymap.of([{ key: 'Escape', run: leave }]),
    EditorView.domEventHandlers({
      focus: () => options.onFocus(),
      blur: (event) => options.onBlur(event.relatedTarget),
    }),
  ]
}

/** What would begin a new line becomes a space. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction
  const typedLine = transaction.newDoc.toString()
  const joined = typedLine.replaceAll(/\s*\n\s*/g, ' ')
  // Enter alone is no edit.
  if (joined.replaceAll(' ', '') === transaction.startState.doc.toString().replaceAll(' ', '')) return []
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: joined },
    selection: { anchor: joined.length },
  }
})

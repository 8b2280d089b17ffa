import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript, localCompletionSource, scopeCompletionSource } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { completeData, type Root } from './complete.ts'
import { colours, leave, look, mono } from './theme.ts'

interface CodeOptions {
  text: string
  language: 'typescript' | 'json'
  isReadOnly: boolean
  attributes: Record<string, string>
  /** what names stand for, for completion */
  roots: () => readonly Root[]
  onText: (text: string) => void
  onFocus: () => void
  onBlur: (to: EventTarget | null) => void
}

/** An editor for code or JSON inside `parent`. */
export function codeEditor(parent: HTMLElement, options: CodeOptions) {
  const isCode = options.language === 'typescript'
  const own = completeData(options.roots, isCode)
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        mono,
        look,
        colours,
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        isCode ? [lineNumbers(), javascript({ typescript: true })] : json(),
        autocompletion({
          icons: false,
          override: isCode ? [own, localCompletionSource, scopeCompletionSource(globalThis)] : [own],
        }),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          // Escape, then Tab, leaves the editor: nobody is caught in it.
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(options.attributes),
        EditorState.readOnly.of(options.isReadOnly),
        EditorView.editable.of(!options.isReadOnly),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onText(update.state.doc.toString())
        }),
        keymap.of([{ key: 'Escape', run: leave }]),
        EditorView.domEventHandlers({
          focus: () => options.onFocus(),
          blur: (event) => options.onBlur(event.relatedTarget),
        }),
      ],
    }),
  })
  return {
    setText(text: string) {
      if (text === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    insert(text: string) {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Command, EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** How editors look: like the other controls, in the page's colours. */
export const look = EditorView.theme({
  '&': { fontSize: '13px', minHeight: 'inherit', backgroundColor: 'transparent', color: 'var(--color-ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': {
    padding: '5px 0',
    fontFamily: 'var(--font-sans)',
    caretColor: 'var(--color-ink)',
    lineHeight: '20px',
  },
  '.cm-line': { padding: '0 10px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '20px' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '.cm-placeholder': { color: 'var(--color-faint)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--color-accent) 25%, transparent) !important',
  },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-tooltip': {
    border: '1px solid var(--color-line)',
    borderRadius: '8px',
    backgroundColor: 'var(--color-raised)',
    boxShadow: 'var(--shadow-lg)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '12px', maxHeight: '16em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px !important' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--color-active)',
    color: 'var(--color-ink)',
  },
  '.cm-completionDetail': { color: 'var(--color-faint)', fontStyle: 'normal', marginLeft: '12px' },
})

/** Code and raw expressions are in type of one width. */
export const mono = EditorView.theme({
  '.cm-content': { fontFamily: 'var(--font-mono)', fontSize: '12px' },
})

/** Colours of code, from the page's own. */
export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--color-violet-ink)' },
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--color-success-ink)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-warning-ink)' },
    { tag: [tags.propertyName, tags.definition(tags.variableName)], color: 'var(--color-info-ink)' },
    { tag: tags.comment, color: 'var(--color-faint)', fontStyle: 'italic' },
    { tag: tags.typeName, color: 'var(--color-accent-ink)' },
  ]),
)

/** Escape leaves the field, once nothing else is open in it. */
export const leave: Command = (view) => {
  view.contentDOM.blur()
  return true
}

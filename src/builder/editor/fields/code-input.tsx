import { useEffect, useRef } from 'react'
import { cx } from '../../ui/classes.ts'
import { useBench } from '../bench.ts'
import { codeEditor } from './code-mirror/code-editor.ts'
import type { Root } from './code-mirror/complete.ts'
import { leaveField } from './template-input.tsx'

/** An editor for code or JSON. */
export function CodeInput({
  text,
  onText,
  language,
  label,
  labelledBy,
  roots,
  isInvalid = false,
  className,
}: {
  text: string
  onText: (text: string) => void
  language: 'typescript' | 'json'
  label?: string
  labelledBy?: string
  /** what names stand for, for completion */
  roots: readonly Root[]
  isInvalid?: boolean
  className?: string
}) {
  const bench = useBench()
  const holder = useRef<HTMLDivElement>(null)
  const editor = useRef<ReturnType<typeof codeEditor>>(null)
  const latest = useRef({ text, onText, roots })
  latest.current = { text, onText, roots }
  const named = useRef({
    ...(label && { 'aria-label': label }),
    ...(labelledBy && { 'aria-labelledby': labelledBy }),
  })
  useEffect(() => {
    if (!holder.current) return
    const made = codeEditor(holder.current, {
      text: latest.current.text,
      language,
      isReadOnly: bench.isReadOnly,
      attributes: named.current,
      roots: () => latest.current.roots,
      onText: (typed) => latest.current.onText(typed),
      onFocus: () => {
        if (language === 'typescript') return
        bench.insertion.current = (inserted) => made.insert(inserted)
        bench.view.set({ isPicking: true })
      },
      onBlur: (to) => leaveField(bench, to),
    })
    editor.current = made
    return () => {
      made.destroy()
      editor.current = null
    }
  }, [bench, language])
  useEffect(() => editor.current?.setText(text), [text])
  return (
    <div
      ref={holder}
      data-template=""
      aria-invalid={isInvalid || undefined}
      className={cx('control overflow-auto p-0! focus-within:border-accent', className)}
    />
  )
}

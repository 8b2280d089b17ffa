import { CopyButton } from './copy-button.tsx'

/** A value as JSON, to read and to copy. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? ''
  return (
    <div className="relative rounded-lg border bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label={label} tabIndex={0} className="max-h-72 overflow-auto p-3 pr-10">
        <pre className="whitespace-pre-wrap break-words font-mono text-xs">{text}</pre>
      </section>
    </div>
  )
}

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './classes.ts'

/** Several views of one thing. */
export function Tabs<T extends string>({
  value,
  onValue,
  tabs,
  label,
  className,
}: {
  value: T
  onValue: (value: T) => void
  label: string
  tabs: readonly { value: T; text: ReactNode; content: ReactNode }[]
  className?: string
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onValue(next as T)} className={className}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={cx(
              '-mb-px flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 py-2 text-muted text-sm hover:text-ink',
              'data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink',
            )}
          >
            {tab.text}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-5 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

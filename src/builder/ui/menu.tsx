import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './classes.ts'

/** What opens under a button: things to do, one a line. */
export function Menu({
  trigger,
  align = 'end',
  open,
  onOpen,
  children,
}: {
  trigger: ReactNode
  /** where something else opens it as well */
  open?: boolean
  onOpen?: (open: boolean) => void
  align?: 'start' | 'end'
  children: ReactNode
}) {
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[70vh] min-w-44 animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-lg"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** One thing to do. */
export function MenuItem({
  icon,
  danger = false,
  disabled,
  onSelect,
  children,
}: {
  icon?: ReactNode
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cx(itemClass, danger ? 'text-danger-ink [&>svg]:text-danger-ink' : '')}
    >
      {icon}
      {children}
    </DropdownMenu.Item>
  )
}

/** One of several of which one is chosen. */
export function MenuChoice<T extends string>({
  label,
  value,
  onValue,
  choices,
}: {
  label: string
  value: T
  onValue: (value: T) => void
  choices: readonly { value: T; text: string; icon?: ReactNode }[]
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onValue(next as T)}>
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-faint text-xs">{label}</DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={itemClass}>
          {choice.icon}
          <span className="flex-1">{choice.text}</span>
          <DropdownMenu.ItemIndicator className="size-1.5 rounded-full bg-accent" />
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

/** A line between groups. */
export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />

const itemClass =
  'flex cursor-default select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-active [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-muted'

import { Check, Minus } from 'lucide-react'
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui'
import { cx } from './classes.ts'

interface ToggleProps {
  id?: string
  checked: boolean
  onChecked: (checked: boolean) => void
  disabled?: boolean
  /** read out where no visible label belongs to it */
  label?: string
}

/** On or off, at once. */
export const Switch = ({ id, checked, onChecked, disabled, label }: ToggleProps) => (
  <RadixSwitch.Root
    id={id}
    checked={checked}
    onCheckedChange={onChecked}
    disabled={disabled}
    aria-label={label}
    className="relative h-[18px] w-8 shrink-0 rounded-full bg-control transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-success"
  >
    <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-white shadow-xs transition-transform duration-150 data-[state=checked]:translate-x-4" />
  </RadixSwitch.Root>
)

/** Chosen or not. `some` is for a box that stands for several, of which some are chosen. */
export const Checkbox = ({
  id,
  checked,
  onChecked,
  disabled,
  label,
  some = false,
}: ToggleProps & { some?: boolean }) => (
  <RadixCheckbox.Root
    id={id}
    checked={some && !checked ? 'indeterminate' : checked}
    onCheckedChange={(value) => onChecked(value === true)}
    disabled={disabled}
    aria-label={label}
    className={cx(
      'flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-white transition-colors disabled:opacity-50',
      'data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
    )}
  >
    <RadixCheckbox.Indicator>
      {checked ? <Check size={12} strokeWidth={3} /> : <Minus size={12} strokeWidth={3} />}
    </RadixCheckbox.Indicator>
  </RadixCheckbox.Root>
)

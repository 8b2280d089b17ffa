import { type ComponentType, createContext, useContext } from 'react'
import type { Properties, Property } from '../../../piece/property.ts'
import type { Input } from './options.ts'

/** One field: what it is, and what it holds. */
export interface PropertyFieldProps {
  name: string
  property: Property
  value: unknown
  onValue: (value: unknown) => void
  /** the fields it stands among */
  input: Input
  /** from the step on */
  path: string
  /** whether it was switched to an expression */
  isDynamic?: boolean
  onDynamic?: (dynamic: boolean) => void
}

/** The same for its control. */
export interface ControlProps extends PropertyFieldProps {
  id: string
  isRaw: boolean
  isInvalid: boolean
}

/** Several fields of one object. */
export interface FieldsProps {
  properties: Properties
  value: Input
  onValue: (value: Record<string, unknown>) => void
  path: string
  /** the fields of the step, for choices that hang on them */
  around?: Input
  /** which fields were switched to an expression */
  settings?: Record<string, unknown>
  onDynamic?: (name: string, dynamic: boolean) => void
}

const Nested = createContext<ComponentType<FieldsProps>>(() => null)

/** What fields show the fields inside them with. It comes from around them, for they are part of it themselves. */
export const NestedProvider = Nested.Provider
export const useNestedFields = () => useContext(Nested)

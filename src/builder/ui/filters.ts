import { useCallback, useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import { useDebounced } from './debounced.ts'

/**
 * Filters that are kept in the address, so that they survive a reload and can be sent to somebody. An empty one is
 * left out.
 */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [params, setParams] = useSearchParams()
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<
    Name,
    string
  >
  const set = useCallback(
    (changes: Partial<Record<Name, string>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries<string | undefined>(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
          }
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const clear = useCallback(() => {
    set(Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>)
  }, [set, names])
  return { values, set, clear, isFiltered: names.some((name) => values[name] !== '') }
}

/**
 * A filter that is typed: what the field shows, and how to change it. The address follows once the typing pauses.
 * @param set of `useFilters`
 */
export function useTypedFilter<Name extends string>(
  { values, set }: { values: Record<Name, string>; set: (changes: Partial<Record<Name, string>>) => void },
  name: Name,
): [typed: string, setTyped: (typed: string) => void] {
  const [typed, setTyped] = useState(values[name])
  const settled = useDebounced(typed)
  useEffect(() => set({ [name]: settled } as Partial<Record<Name, string>>), [settled, set, name])
  return [typed, setTyped]
}

import { isObject } from '../../../json.ts'
import type { Properties } from '../../../piece/property.ts'
import type { Input } from './options.ts'

/**
 * What a step still notes of its fields once some of them changed: which fields a dynamic one has was noted for other
 * values, where it hangs on one of those.
 */
export function stillNoted(
  properties: Properties,
  settings: Readonly<Record<string, unknown>>,
  before: Input,
  after: Input,
): Record<string, unknown> {
  const isChanged = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name])
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const hangsOn = ['auth', ...(properties[name]?.refreshers ?? [])]
      if (!isObject(setting) || !hangsOn.some(isChanged)) return [name, setting]
      const { schema: _, ...rest } = setting
      return [name, rest]
    }),
  )
}

import { isObject, type Json } from '../../src/json.ts'

/** Names that would reach into how objects work. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** A form whose names nest, as PHP writes them: `contact[fields][1]=x` is `{contact: {fields: {1: 'x'}}}`. */
export function nestedForm(text: string): { [key: string]: Json } {
  const root: { [key: string]: Json } = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.replaceAll(']', '').split('[')
    if (keys.some((key) => FORBIDDEN.has(key))) continue
    put(root, keys, value)
  }
  return root
}

function put(into: { [key: string]: Json }, [key = '', ...rest]: string[], value: string) {
  const name = key === '' ? String(Object.keys(into).length) : key
  if (rest.length === 0) {
    into[name] = value
    return
  }
  const known = into[name]
  const inner = isObject(known ?? null) ? (known as { [key: string]: Json }) : {}
  into[name] = inner
  put(inner, rest, value)
}

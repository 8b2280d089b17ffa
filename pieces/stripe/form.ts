import { isObject, type Json } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

type Form = Record<string, string | number | boolean>

/** Names with values as Stripe takes them: `{ a: { b: [1] } }` is `a[b][0]=1`. What is undefined is left out. */
export function formOf(value: Readonly<Record<string, unknown>>): Form {
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => flat(name, each)))
}

function flat(name: string, value: unknown): [string, string | number | boolean][] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((each, index) => flat(`${name}[${index}]`, each))
  if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => flat(`${name}[${key}]`, each))
  return [[name, typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '')]]
}

interface Writing {
  http: ServiceHttp
  run: { idempotencyKey: string }
}

/** A write that Stripe carries out once, however often the step sends it (https://docs.stripe.com/api/idempotent_requests). */
export function write({ http, run }: Writing, path: string, body: Readonly<Record<string, unknown>> = {}) {
  return http.post(path, {
    form: formOf(body),
    headers: { 'idempotency-key': run.idempotencyKey },
  }) as Promise<Json>
}

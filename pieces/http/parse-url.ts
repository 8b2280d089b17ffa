import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'

/** Takes an address apart. */
export const parseUrl = action({
  name: 'parse_url',
  displayName: 'Parse URL',
  description: 'Takes an address apart: host, path, query parameters.',
  input: z.object({
    url: shortText({ label: 'URL' }),
    returnArrays: checkbox({
      label: 'Query values as lists',
      description: 'A name may come several times. Off: the first value alone, as text.',
      required: false,
      defaultValue: true,
    }),
  }),
  output: z.object({
    base_url: z.string(),
    domain: z.string(),
    path: z.string(),
    query_parameters: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    hash: z.string(),
  }),
  idempotent: true,
  pure: true,
  run({ input }) {
    const url = URL.parse(input.url)
    if (!url)
      throw new CodedError(
        'INPUT_INVALID',
        '"url" is no absolute address. It must start with https:// or similar.',
      )
    const names = [...new Set(url.searchParams.keys())]
    const queryOf = (name: string) => {
      const all = url.searchParams.getAll(name)
      return input.returnArrays ? all : all[0]
    }
    return {
      base_url: `${url.protocol}//${url.host}`,
      domain: url.hostname,
      path: url.pathname,
      query_parameters: Object.fromEntries(names.map((name) => [name, queryOf(name)])),
      hash: url.hash.slice(1),
    }
  },
})

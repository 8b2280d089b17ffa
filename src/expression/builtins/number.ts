import { integer } from '../values.ts'
import { plainOptions } from './intl.ts'
import type { Method } from './methods.ts'

/** Methods of numbers. */
export const NUMBER_METHODS: ReadonlyMap<string, Method<number>> = new Map<string, Method<number>>([
  ['toFixed', (run, self, [digits]) => self.toFixed(integer(run, digits))],
  [
    'toPrecision',
    (run, self, [digits]) => (digits === undefined ? String(self) : self.toPrecision(integer(run, digits))),
  ],
  [
    'toExponential',
    (run, self, [digits]) => self.toExponential(digits === undefined ? undefined : integer(run, digits)),
  ],
  ['toString', (run, self, [radix]) => self.toString(integer(run, radix, 10))],
  ['valueOf', (_run, self) => self],
  [
    'toLocaleString',
    (run, self, [locale, options]) => {
      const [locales, plain] = plainOptions(run, locale, options)
      return self.toLocaleString(locales, plain)
    },
  ],
])

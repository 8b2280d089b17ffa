import { dateText } from '../dates.ts'
import { fail } from '../run.ts'
import { number } from '../values.ts'
import { plainOptions } from './intl.ts'
import type { Method } from './methods.ts'

const PARTS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'] as const
const SETTERS = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'] as const

/** Methods of dates. Local time is UTC, on every machine. */
export const DATE_METHODS: ReadonlyMap<string, Method<Date>> = new Map<string, Method<Date>>([
  ...PARTS.flatMap((part): [string, Method<Date>][] => {
    const get: Method<Date> = (_run, self) => self[`getUTC${part}`]()
    return [
      [`get${part}`, get],
      [`getUTC${part}`, get],
    ]
  }),
  ...SETTERS.flatMap((part): [string, Method<Date>][] => {
    const set: Method<Date> = (run, self, args) => {
      if (!run.copies) return fail('data can not be changed here')
      const numbers = args.slice(0, 4).map((arg) => number(run, arg))
      return (self[`setUTC${part}`] as (...values: number[]) => number).apply(self, numbers)
    }
    return [
      [`set${part}`, set],
      [`setUTC${part}`, set],
    ]
  }),
  [
    'setTime',
    (run, self, [time]) =>
      run.copies ? self.setTime(number(run, time)) : fail('data can not be changed here'),
  ],
  ['getTime', (_run, self) => self.getTime()],
  ['valueOf', (_run, self) => self.getTime()],
  ['getTimezoneOffset', () => 0],
  ['toISOString', (_run, self) => self.toISOString()],
  ['toJSON', (_run, self) => self.toJSON()],
  ['toUTCString', (_run, self) => self.toUTCString()],
  ['toGMTString', (_run, self) => self.toUTCString()],
  ['toString', (_run, self) => dateText(self)],
  ['toDateString', (_run, self) => dateText(self).slice(0, 15)],
  ['toTimeString', (_run, self) => dateText(self).slice(16)],
  ...(['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'] as const).map(
    (name): [string, Method<Date>] => [
      name,
      (run, self, [locale, options]) => {
        const [locales, plain] = plainOptions(run, locale, options)
        return self[name](locales, { timeZone: 'UTC', ...plain })
      },
    ],
  ),
])

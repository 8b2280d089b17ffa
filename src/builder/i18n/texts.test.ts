import { describe, expect, test } from 'vitest'
import { say, type Text, type Texts } from './texts.ts'

/** Every file of texts there is. */
const files = import.meta.glob<Record<string, Texts>>('../**/{texts,*-texts}.ts', { eager: true })
const all: [string, Text][] = Object.entries(files).flatMap(([file, exported]) =>
  Object.values(exported).flatMap((texts) =>
    typeof texts === 'object'
      ? Object.entries(texts).map(([key, text]): [string, Text] => [`${file} ${key}`, text])
      : [],
  ),
)

const forms = (said: Text['en']) => (typeof said === 'string' ? [said] : [said.one, said.other])
const names = (said: Text['en']) =>
  [...new Set(forms(said).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort()

test.each(all)('%s is said in both languages, with the same values', (_, { en, es }) => {
  for (const form of [...forms(en), ...forms(es)]) expect(form.trim()).not.toBe('')
  expect(names(es)).toEqual(names(en))
})

describe('a text', () => {
  const runs: Text = {
    en: { one: '{count} run of {name}', other: '{count} runs of {name}' },
    es: { one: '{count} ejecución de {name}', other: '{count} ejecuciones de {name}' },
  }

  test('takes the form of its count, and numbers as the language writes them', () => {
    expect(say(runs, 'en', { count: 1, name: 'A' })).toBe('1 run of A')
    expect(say(runs, 'en', { count: 0, name: 'A' })).toBe('0 runs of A')
    expect(say(runs, 'en', { count: 12_000, name: 'A' })).toBe('12,000 runs of A')
    expect(say(runs, 'es', { count: 12_000, name: 'A' })).toBe('12.000 ejecuciones de A')
  })

  test('shows the name of a value that is missing', () => {
    expect(say(runs, 'en', { count: 2 })).toBe('2 runs of {name}')
  })
})

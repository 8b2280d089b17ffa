import { useCallback } from 'react'
import { usePreference } from '../preference.ts'
import { type Language, language } from './language.ts'

/** A text with `{names}` for values; or one for a `{count}` of one, and one for any other. */
type Said = string | { one: string; other: string }

/** One text in every language. Each folder keeps its own in `texts.ts`, as `{ … } satisfies Texts`. */
export type Text = Record<Language, Said>
export type Texts = Record<string, Text>

/** What fills a text's `{names}`. */
export type Values = Record<string, string | number>

/** Says a text in a language. A name without a value stays as it is, so that it is seen. */
export function say(text: Text, inLanguage: Language, values: Values = {}): string {
  const said = text[inLanguage]
  const form = typeof said === 'string' ? said : Number(values.count) === 1 ? said.one : said.other
  return form.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? value.toLocaleString(inLanguage) : (value ?? whole)
  })
}

/** Says texts in the language of the page: `const t = useT(texts); t('title')`. */
export function useT<T extends Texts>(texts: T): (key: keyof T, values?: Values) => string {
  const [current] = usePreference(language)
  return useCallback(
    (key, values) => {
      const text = texts[key]
      return text ? say(text, current, values) : String(key)
    },
    [texts, current],
  )
}

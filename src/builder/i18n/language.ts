import { preference } from '../preference.ts'

/** The languages the builder speaks. */
export type Language = 'en' | 'es'

/** The language that was chosen, else the browser's. */
export const language = preference<Language>('language', ['en', 'es'], () =>
  globalThis.navigator?.language?.toLowerCase().startsWith('es') ? 'es' : 'en',
)

/** Tells the browser, and who has the page read out, its language: now and whenever it changes. */
export function showLanguage(): void {
  const show = () => {
    document.documentElement.lang = language.get()
  }
  show()
  language.subscribe(show)
}

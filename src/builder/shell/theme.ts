import { preference } from '../preference.ts'

/** Light, dark, or what the system says. */
export const theme = preference('theme', ['system', 'light', 'dark'], () => 'system')

/** Has the page follow the theme, now and whenever it changes. */
export function showTheme(): void {
  const show = () => {
    const chosen = theme.get()
    if (chosen === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = chosen
  }
  show()
  theme.subscribe(show)
}

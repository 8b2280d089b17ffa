import { BookOpen, ChevronsUpDown, LogOut } from 'lucide-react'
import { useLogout, useWho } from '../api/who.ts'
import { language } from '../i18n/language.ts'
import { useT } from '../i18n/texts.ts'
import { usePreference } from '../preference.ts'
import { cx } from '../ui/classes.ts'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx'
import { shellTexts } from './texts.ts'
import { theme } from './theme.ts'

/** Who is logged in, how the page looks to them, and the way out. */
export function AccountMenu({ narrow = false }: { narrow?: boolean }) {
  const t = useT(shellTexts)
  const [look, setLook] = usePreference(theme)
  const [current, setLanguage] = usePreference(language)
  const logout = useLogout()
  const member = useWho().data?.member
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={narrow ? t('account') : undefined}
          className={cx(
            'flex w-full items-center gap-2 rounded-md py-1.5 text-left hover:bg-hover',
            narrow ? 'justify-center' : 'px-2',
          )}
        >
          <span
            aria-hidden="true"
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-2xs text-accent-ink"
          >
            {initialsOf(member?.name ?? '')}
          </span>
          {!narrow && (
            <>
              <span className="min-w-0 flex-1 truncate text-sm">{member?.name}</span>
              <ChevronsUpDown size={14} aria-hidden="true" className="text-faint" />
            </>
          )}
        </button>
      }
    >
      <p className="px-2 py-1.5 text-muted text-xs">{member?.email ?? member?.name}</p>
      <MenuLine />
      <MenuChoice
        label={t('theme')}
        value={look}
        onValue={setLook}
        choices={[
          { value: 'system', text: t('themeSystem') },
          { value: 'light', text: t('themeLight') },
          { value: 'dark', text: t('themeDark') },
        ]}
      />
      <MenuLine />
      <MenuChoice
        label={t('language')}
        value={current}
        onValue={setLanguage}
        choices={[
          { value: 'en', text: 'English' },
          { value: 'es', text: 'Español' },
        ]}
      />
      <MenuLine />
      <MenuItem icon={<BookOpen />} onSelect={() => window.open('/reference', '_blank', 'noopener')}>
        {t('reference')}
      </MenuItem>
      <MenuItem icon={<LogOut />} onSelect={() => logout.mutate()}>
        {t('logOut')}
      </MenuItem>
    </Menu>
  )
}

/** "AB" for "Ana Blanco". */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')

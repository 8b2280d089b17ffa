import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { useT } from '../i18n/texts.ts'
import { preference, usePreference } from '../preference.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { Logo } from '../ui/logo.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PAGE_GROUPS, type PageLink } from './pages.tsx'
import { openPalette } from './palette-state.ts'
import { shellTexts } from './texts.ts'

const width = preference('navigation', ['wide', 'narrow'], () => 'wide')

/** The column at the left: pages, what searches them, and who is logged in. */
export function SideNavigation() {
  const t = useT(shellTexts)
  const [current, set] = usePreference(width)
  const isNarrow = current === 'narrow'
  return (
    <aside
      className={cx(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sunken md:flex',
        isNarrow ? 'w-14' : 'w-56',
      )}
    >
      <div className={cx('flex h-13 items-center gap-2', isNarrow ? 'justify-center' : 'px-3.5')}>
        {!isNarrow && (
          <Link href="/workflows" className="flex min-w-0 flex-1 items-center gap-2 font-semibold">
            <Logo />
            Patchcord
          </Link>
        )}
        <IconButton
          label={t(isNarrow ? 'expand' : 'collapse')}
          size="sm"
          onClick={() => set(isNarrow ? 'wide' : 'narrow')}
        >
          {isNarrow ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
        </IconButton>
      </div>
      <NavigationLinks narrow={isNarrow} />
      <div className="border-t p-2">
        <AccountMenu narrow={isNarrow} />
      </div>
    </aside>
  )
}

/** What searches, and the pages in their groups. */
export function NavigationLinks({ narrow = false, onGo }: { narrow?: boolean; onGo?: () => void }) {
  const t = useT(shellTexts)
  return (
    <nav aria-label={t('navigation')} className="flex flex-1 flex-col gap-4 overflow-y-auto px-2 pb-4">
      <button
        type="button"
        onClick={() => {
          onGo?.()
          openPalette()
        }}
        aria-label={narrow ? t('find') : undefined}
        className={cx(
          'flex h-8 items-center gap-2 rounded-md border bg-surface text-muted text-sm shadow-xs hover:border-line-strong hover:text-ink',
          narrow ? 'justify-center' : 'px-2.5',
        )}
      >
        <Search size={14} aria-hidden="true" />
        {!narrow && (
          <>
            <span className="flex-1 text-left">{t('find')}</span>
            <kbd className="font-sans text-2xs text-faint">{isApple ? '⌘K' : 'Ctrl K'}</kbd>
          </>
        )}
      </button>
      {PAGE_GROUPS.map((group) => (
        <div key={group.text} className="flex flex-col gap-px">
          {!narrow && <p className="px-2 pb-1 font-medium text-2xs text-faint">{t(group.text)}</p>}
          {group.pages.map((page) => (
            <NavigationLink key={page.path} page={page} narrow={narrow} onGo={onGo} />
          ))}
        </div>
      ))}
    </nav>
  )
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

function NavigationLink({ page, narrow, onGo }: { page: PageLink; narrow: boolean; onGo?: () => void }) {
  const t = useT(shellTexts)
  const [path] = useLocation()
  const isHere = path === page.path || path.startsWith(`${page.path}/`)
  const Icon = page.icon
  const link = (
    <Link
      href={page.path}
      onClick={onGo}
      aria-current={isHere ? 'page' : undefined}
      aria-label={narrow ? t(page.text) : undefined}
      className={cx(
        'flex h-8 items-center gap-2.5 rounded-md text-sm transition-colors duration-100',
        narrow ? 'justify-center' : 'px-2',
        isHere ? 'bg-active font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon size={16} aria-hidden="true" className={isHere ? 'text-accent-ink' : ''} />
      {!narrow && t(page.text)}
    </Link>
  )
  return narrow ? (
    <Tooltip text={t(page.text)} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}

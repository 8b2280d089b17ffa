import { Menu as MenuIcon } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useT } from '../i18n/texts.ts'
import { IconButton } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'
import { AccountMenu } from './account-menu.tsx'
import { NavigationLinks, SideNavigation } from './navigation.tsx'
import { shellTexts } from './texts.ts'

/** The frame of all pages but the editor. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useT(shellTexts)
  const [path] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useEffect(() => {
    scrollTo(0, 0)
  }, [path])
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-sm text-white focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <SideNavigation />
      <PhoneBar />
      <main id="content" className="min-w-0 flex-1">
        {children}
      </main>
    </div>
  )
}

/** What stands in for the navigation on a phone. */
function PhoneBar() {
  const t = useT(shellTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-sunken px-3 md:hidden">
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Trigger asChild>
          <IconButton label={t('openNavigation')}>
            <MenuIcon size={18} />
          </IconButton>
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] animate-appear flex-col border-r bg-sunken pt-3"
          >
            <Dialog.Title className="flex items-center gap-2 px-4 pb-3 font-semibold">
              <Logo />
              Patchcord
            </Dialog.Title>
            <NavigationLinks onGo={() => setOpen(false)} />
            <div className="border-t p-2">
              <AccountMenu />
            </div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <Logo />
      <span className="font-semibold">Patchcord</span>
    </header>
  )
}

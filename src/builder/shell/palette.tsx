import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Bot, FilePlus2, Languages, Moon, Sun, Workflow } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { answerOf, api } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { language } from '../i18n/language.ts'
import { useT } from '../i18n/texts.ts'
import { useDebounced } from '../ui/debounced.ts'
import { PAGE_GROUPS } from './pages.tsx'
import { closePalette, usePaletteOpen } from './palette-state.ts'
import { shellTexts } from './texts.ts'
import { theme } from './theme.ts'

const FOUND = 6

/** Ctrl-K: goes to a page, a workflow or an agent by its name, and does what needs no page. */
export default function Palette() {
  const t = useT(shellTexts)
  const isOpen = usePaletteOpen()
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && closePalette()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-appear bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-xl border border-line bg-raised shadow-lg"
        >
          <Dialog.Title className="sr-only">{t('find')}</Dialog.Title>
          <Choices />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Choices() {
  const t = useT(shellTexts)
  const common = useT(commonTexts)
  const [, go] = useLocation()
  const [typed, setTyped] = useState('')
  const found = useFound(useDebounced(typed.trim()))
  const to = (path: string) => () => go(path)
  return (
    <Command label={t('find')} loop>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder={t('findHint')}
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted text-sm">
          {common('nothingFound')}
        </Command.Empty>
        {found.workflows.length > 0 && (
          <Group heading={t('workflows')}>
            {found.workflows.map(({ id, name }) => (
              <Item key={id} id={id} name={name} icon={<Workflow />} onPick={to(`/workflows/${id}`)} />
            ))}
          </Group>
        )}
        {found.agents.length > 0 && (
          <Group heading={t('agents')}>
            {found.agents.map(({ id, name }) => (
              <Item key={id} id={id} name={name} icon={<Bot />} onPick={to(`/agents/${id}`)} />
            ))}
          </Group>
        )}
        <Group heading={t('pages')}>
          {PAGE_GROUPS.flatMap(({ pages }) => pages).map(({ path, text, icon: Icon }) => (
            <Item key={path} id={path} name={t(text)} icon={<Icon />} onPick={to(path)} />
          ))}
        </Group>
        <Actions />
      </Command.List>
    </Command>
  )
}

function Actions() {
  const t = useT(shellTexts)
  const [, go] = useLocation()
  return (
    <Group heading={t('actions')}>
      <Item id="new" name={t('newWorkflow')} icon={<FilePlus2 />} onPick={() => go('/workflows?new=1')} />
      <Item
        id="light"
        name={`${t('theme')}: ${t('themeLight')}`}
        icon={<Sun />}
        onPick={() => theme.set('light')}
      />
      <Item
        id="dark"
        name={`${t('theme')}: ${t('themeDark')}`}
        icon={<Moon />}
        onPick={() => theme.set('dark')}
      />
      <Item
        id="language"
        name={language.get() === 'es' ? 'English' : 'Español'}
        icon={<Languages />}
        onPick={() => language.set(language.get() === 'es' ? 'en' : 'es')}
      />
    </Group>
  )
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint"
  >
    {children}
  </Command.Group>
)

function Item({ id, name, icon, onPick }: { id: string; name: string; icon: ReactNode; onPick: () => void }) {
  return (
    <Command.Item
      value={`${name} ${id}`}
      onSelect={() => {
        closePalette()
        onPick()
      }}
      className="flex items-center gap-2.5 rounded-md px-2.5 py-2 text-sm data-[selected=true]:bg-active [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted"
    >
      {icon}
      <span className="truncate">{name}</span>
    </Command.Item>
  )
}

/** Workflows and agents of a name; the newest ones while nothing is typed. */
function useFound(search: string) {
  const query = { limit: FOUND, ...(search && { search }) }
  const workflows = useQuery({
    queryKey: [...keys.workflows, 'found', search],
    queryFn: () => answerOf(api.GET('/v1/workflow', { params: { query } })),
  })
  const agents = useQuery({
    queryKey: [...keys.agents, 'found', search],
    queryFn: () => answerOf(api.GET('/v1/agents', { params: { query } })),
  })
  return { workflows: workflows.data?.data ?? [], agents: agents.data?.data ?? [] }
}

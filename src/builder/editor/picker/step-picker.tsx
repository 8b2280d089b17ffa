import { Command } from 'cmdk'
import { ArrowLeft, Cable, ChevronRight } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { pinOf } from '../../../workflow/piece-name.ts'
import type { Action } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/classes.ts'
import { PieceIcon } from '../../ui/piece-icon.tsx'
import { type Bench, useBench } from '../bench.ts'
import { KindIcon } from '../canvas/step-icon.tsx'
import {
  addAction,
  chooseTrigger,
  freeName,
  newPieceAction,
  newTrigger,
  replaceAction,
} from '../state/actions.ts'
import type { PieceInfo } from '../state/pieces.ts'
import type { PickerRequest } from '../state/view.ts'
import { type Offer, piecesIn, searchOffers, type Tab, type Wanted } from './offers.ts'
import { pickerTexts } from './texts.ts'

const TABS: Record<Wanted, readonly Tab[]> = {
  actions: ['explore', 'calls', 'apps', 'logic', 'ai', 'approvals'],
  triggers: ['explore', 'calls', 'apps', 'logic'],
}
const MAX_FOUND = 60

/** Chooses what a step does: by search, or by looking around. */
export default function StepPicker({ request }: { request: PickerRequest }) {
  const bench = useBench()
  const t = useT(pickerTexts)
  const wanted: Wanted = request.for === 'trigger' ? 'triggers' : 'actions'
  const [query, setQuery] = useState('')
  const [tab, setTab] = useState<Tab>('explore')
  const [piece, setPiece] = useState<PieceInfo | null>(null)
  const close = () => bench.view.set({ picker: null })
  const choose = (chosen: Chosen) => {
    close()
    take(bench, request, chosen)
  }
  const title = { trigger: t('titleTrigger'), add: t('titleAdd'), replace: t('titleReplace') }[request.for]
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[max(16px,10vh)] z-40 mx-auto max-w-2xl animate-rise overflow-hidden rounded-xl border bg-raised shadow-lg"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <Command
            label={title}
            shouldFilter={false}
            loop
            onKeyDown={(event) => {
              if (event.key === 'Backspace' && query === '' && piece) setPiece(null)
            }}
          >
            <div className="flex items-center gap-2 border-b px-3">
              {piece && (
                <button
                  type="button"
                  aria-label={t('back')}
                  onClick={() => setPiece(null)}
                  className="flex items-center gap-2 rounded-md bg-active py-1 pr-2 pl-1 text-sm"
                >
                  <ArrowLeft size={14} aria-hidden="true" />
                  <PieceIcon piece={piece.short} size={18} />
                  {piece.displayName}
                  <CommunityMark piece={piece} />
                </button>
              )}
              <Command.Input
                autoFocus
                value={query}
                onValueChange={setQuery}
                placeholder={t(wanted === 'triggers' ? 'searchTriggers' : 'searchActions')}
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
              />
            </div>
            {!piece && query === '' && <TabList tabs={TABS[wanted]} tab={tab} onTab={setTab} />}
            <Command.List className="h-[min(440px,60vh)] overflow-y-auto p-2">
              {piece ? (
                <PartsOf piece={piece} wanted={wanted} query={query} onChoose={choose} />
              ) : query !== '' ? (
                <Found query={query} wanted={wanted} onChoose={choose} />
              ) : (
                <Looking tab={tab} wanted={wanted} onPiece={setPiece} onTab={setTab} onChoose={choose} />
              )}
            </Command.List>
            <p className="border-t px-3 py-1.5 text-2xs text-faint">{t('keys')}</p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Does with what was chosen what the picker was opened for. */
function take(bench: Bench, request: PickerRequest, chosen: Chosen): void {
  if (request.for === 'trigger') {
    if ('offer' in chosen) chooseTrigger(bench, newTrigger(chosen.offer.piece, chosen.offer.part))
    return
  }
  const action =
    'offer' in chosen ? newPieceAction(bench, chosen.offer.piece, chosen.offer.part) : chosen.action
  if (request.for === 'add') addAction(bench, request.place, action)
  else replaceAction(bench, request.step, action)
}

/** A part of a piece, or one of the steps that are no piece's. */
type Chosen = { offer: Offer } | { action: Action }
type Choose = (chosen: Chosen) => void

function TabList({ tabs, tab, onTab }: { tabs: readonly Tab[]; tab: Tab; onTab: (tab: Tab) => void }) {
  const t = useT(pickerTexts)
  return (
    <div role="tablist" aria-label={t('tabs')} className="flex gap-1 overflow-x-auto border-b px-2 py-1.5">
      {tabs.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={each === tab}
          onClick={() => onTab(each)}
          className={cx(
            'rounded-md px-2.5 py-1 text-sm',
            each === tab ? 'bg-active font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {t(each)}
        </button>
      ))}
    </div>
  )
}

/** Without a search: groups of a tab. */
function Looking({
  tab,
  wanted,
  onPiece,
  onTab,
  onChoose,
}: {
  tab: Tab
  wanted: Wanted
  onPiece: (piece: PieceInfo) => void
  onTab: (tab: Tab) => void
  onChoose: Choose
}) {
  const { pieces } = useBench()
  const t = useT(pickerTexts)
  const inTab = piecesIn(tab, wanted, pieces)
  const diga = pieces.get('diga')
  const builtIns = useBuiltIns()
  const isExplore = tab === 'explore'
  const isActions = wanted === 'actions'
  return (
    <>
      {isActions && (isExplore || tab === 'logic') && (
        <Group title={t('flow')}>
          <BuiltIns kinds={builtIns} onChoose={onChoose} />
        </Group>
      )}
      {diga && (isExplore || tab === 'calls') && (
        <Group title={t('forCalls')}>
          <Offers
            offers={Object.values(diga[wanted]).map((part) => ({ piece: diga, part }))}
            onChoose={onChoose}
          />
        </Group>
      )}
      <Group title={isExplore ? t('popular') : undefined}>
        {inTab
          .filter(({ id }) => id !== 'diga')
          .map((piece) => (
            <PieceRow key={piece.id} piece={piece} wanted={wanted} onPiece={onPiece} />
          ))}
        {isExplore && (
          <Row value="all apps" onSelect={() => onTab('apps')}>
            <span className="flex size-7 items-center justify-center rounded-md bg-active text-muted">
              <ChevronRight size={15} aria-hidden="true" />
            </span>
            <span className="text-sm">{t('allApps')}</span>
          </Row>
        )}
      </Group>
    </>
  )
}

const Group = ({ title, children }: { title?: string | undefined; children: ReactNode }) => (
  <Command.Group
    heading={title}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-items]]:grid sm:[&_[cmdk-group-items]]:grid-cols-2"
  >
    {children}
  </Command.Group>
)

/** The steps that are no piece's. @param query what must be said of them */
function useBuiltIns(query = '') {
  const bench = useBench()
  const t = useT(pickerTexts)
  const name = freeName(bench)
  const kinds = [
    { action: newCode(name, t('code')), text: t('code'), hint: t('codeHint') },
    { action: newLoop(name, t('loop')), text: t('loop'), hint: t('loopHint') },
    { action: newRouter(name, t), text: t('router'), hint: t('routerHint') },
  ]
  const wanted = query.toLowerCase().trim()
  return kinds.filter(({ text, hint }) => `${text} ${hint}`.toLowerCase().includes(wanted))
}

function BuiltIns({ kinds, onChoose }: { kinds: ReturnType<typeof useBuiltIns>; onChoose: Choose }) {
  return kinds.map(({ action, text, hint }) => (
    <Row key={action.type} value={`built-in ${action.type}`} onSelect={() => onChoose({ action })}>
      <KindIcon kind={action.type as 'CODE'} size={28} />
      <Words title={text} hint={hint} />
    </Row>
  ))
}

function Found({ query, wanted, onChoose }: { query: string; wanted: Wanted; onChoose: Choose }) {
  const { pieces } = useBench()
  const t = useT(pickerTexts)
  const offers = searchOffers(query, wanted, pieces).slice(0, MAX_FOUND)
  const builtIns = useBuiltIns(query)
  const kinds = wanted === 'actions' ? builtIns : []
  if (offers.length + kinds.length === 0) {
    return (
      <div className="py-12 text-center">
        <p className="font-medium text-sm">{t('nothing')}</p>
        <p className="mt-1 text-muted text-sm">{t('nothingHint')}</p>
      </div>
    )
  }
  return (
    <>
      <BuiltIns kinds={kinds} onChoose={onChoose} />
      <Offers offers={offers} withPiece onChoose={onChoose} />
    </>
  )
}

function PartsOf({
  piece,
  wanted,
  query,
  onChoose,
}: {
  piece: PieceInfo
  wanted: Wanted
  query: string
  onChoose: Choose
}) {
  const only = new Map([[piece.id, piece]])
  return <Offers offers={searchOffers(query, wanted, only)} onChoose={onChoose} />
}

function Offers({
  offers,
  withPiece = false,
  onChoose,
}: {
  offers: readonly Offer[]
  withPiece?: boolean
  onChoose: Choose
}) {
  return offers.map((offer) => (
    <Row
      key={`${offer.piece.id} ${offer.part.name}`}
      value={`${offer.piece.id} ${offer.part.name}`}
      onSelect={() => onChoose({ offer })}
    >
      <PieceIcon piece={offer.piece.short} size={28} className="border" />
      <Words
        title={offer.part.displayName}
        hint={withPiece ? `${offer.piece.displayName} · ${offer.part.description}` : offer.part.description}
      />
      {withPiece && <CommunityMark piece={offer.piece} />}
    </Row>
  ))
}

function PieceRow({
  piece,
  wanted,
  onPiece,
}: {
  piece: PieceInfo
  wanted: Wanted
  onPiece: (piece: PieceInfo) => void
}) {
  const t = useT(pickerTexts)
  const count = Object.keys(piece[wanted]).length
  return (
    <Row value={`piece ${piece.id}`} onSelect={() => onPiece(piece)}>
      <PieceIcon piece={piece.short} size={28} className="border" />
      <Words
        title={piece.displayName}
        hint={t(wanted === 'triggers' ? 'countTriggers' : 'count', { count })}
      />
      <CommunityMark piece={piece} />
      {piece.auth.length > 0 && (
        <Cable size={13} className="shrink-0 text-faint" aria-label={t('needsConnection')} />
      )}
      <ChevronRight size={14} className="shrink-0 text-faint" aria-hidden="true" />
    </Row>
  )
}

function Row({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-default items-center gap-3 rounded-lg px-2 py-1.5 data-[selected=true]:bg-active"
    >
      {children}
    </Command.Item>
  )
}

/** Which of a community piece's versions it is; there may be several, and one of ours with the same name. */
function CommunityMark({ piece: { community, version } }: { piece: PieceInfo }) {
  const t = useT(pickerTexts)
  return community && <Badge tone="violet">{t('community', { version: pinOf(version).version ?? '' })}</Badge>
}

const Words = ({ title, hint }: { title: string; hint: string }) => (
  <span className="min-w-0 flex-1">
    <span className="block truncate font-medium text-sm">{title}</span>
    <span className="block truncate text-muted text-xs">{hint}</span>
  </span>
)

const CODE = `export const code = async (inputs) => {
  return inputs
}
`

function newCode(name: string, displayName: string): Action {
  return {
    ...{ name, displayName, type: 'CODE' },
    settings: { sourceCode: { code: CODE, packageJson: '{}' }, input: {} },
  } as Action
}

function newLoop(name: string, displayName: string): Action {
  return { name, displayName, type: 'LOOP_ON_ITEMS', settings: { items: '' } }
}

function newRouter(name: string, t: ReturnType<typeof useT<typeof pickerTexts>>): Action {
  const conditions = [[{ operator: 'TEXT_CONTAINS', firstValue: '', secondValue: '', caseSensitive: false }]]
  return {
    name,
    displayName: t('router'),
    type: 'ROUTER',
    children: [null, null],
    settings: {
      executionType: 'EXECUTE_FIRST_MATCH',
      branches: [
        { branchName: t('branch'), branchType: 'CONDITION', conditions },
        { branchName: t('otherwise'), branchType: 'FALLBACK' },
      ],
    },
  }
}

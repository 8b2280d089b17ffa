import { ChevronRight, FlaskConical, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { isTrigger, type Step } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { Input } from '../../ui/input.tsx'
import { type Bench, useBench, useDefinition, useView } from '../bench.ts'
import { StepIcon } from '../canvas/step-icon.tsx'
import { fieldTexts } from '../fields/texts.ts'
import { openStep } from '../state/actions.ts'
import { partOf } from '../state/pieces.ts'
import { type Source, sourcesFor } from './scope.ts'
import { type DataNode, dataNode, searchData, tokenOf } from './tree.ts'

/** The data a step may use, beside its fields: a click or a drag puts it into the field. */
export function DataPicker({ step, isWide }: { step: Step; isWide: boolean }) {
  const bench = useBench()
  const t = useT(fieldTexts)
  const isOpen = useView((view) => view.isPicking)
  const [query, setQuery] = useState('')
  if (!isOpen || bench.isReadOnly || isTrigger(step)) return null
  return (
    <section
      data-picks=""
      aria-label={t('dataTitle')}
      className={cx(
        'absolute top-[72px] bottom-4 z-10 hidden w-80 animate-appear flex-col overflow-hidden rounded-xl border bg-raised shadow-lg md:flex',
        isWide ? 'right-[736px]' : 'right-[456px]',
      )}
    >
      <header className="flex items-center justify-between pt-2.5 pr-2 pl-3.5">
        <h2 className="font-semibold text-sm">{t('dataTitle')}</h2>
        <IconButton size="sm" label={t('clear')} onClick={() => bench.view.set({ isPicking: false })}>
          <X size={14} />
        </IconButton>
      </header>
      <div className="px-3 pt-1.5 pb-2">
        <Input
          type="search"
          aria-label={t('dataSearch')}
          placeholder={t('dataSearch')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <Trees step={step} query={query} />
      <p className="border-t px-3.5 py-1.5 text-2xs text-faint">{t('dataHint')}</p>
    </section>
  )
}

function Trees({ step, query }: { step: Step; query: string }) {
  const bench = useBench()
  const t = useT(fieldTexts)
  const definition = useDefinition()
  const samples = useView((view) => view.samples)
  const trees = useMemo(() => {
    const sources = sourcesFor(definition, step.name, samples).toReversed()
    return sources
      .map((source) => treeOf(source, bench))
      .map((tree) => ({ ...tree, found: searchData(tree.nodes, query) }))
  }, [definition, step.name, samples, bench, query])
  const shown = query.trim() === '' ? trees : trees.filter(({ found }) => found.length > 0)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      {trees.length === 0 && <p className="px-2 py-6 text-center text-muted text-sm">{t('dataNone')}</p>}
      {trees.length > 0 && shown.length === 0 && (
        <p className="px-2 py-6 text-center text-muted text-sm">{t('dataNothing')}</p>
      )}
      {shown.map(({ source, found, isExample }) => (
        <SourceTree
          key={source.step.name}
          source={source}
          nodes={found}
          isExample={isExample}
          isSearched={query.trim() !== ''}
        />
      ))}
    </div>
  )
}

/** A step's data; of a trigger that was never tested, an event as it may look. */
function treeOf(source: Source, { pieces }: Bench) {
  const { step, isKnown, value } = source
  const example = isKnown ? undefined : partOf(step, pieces)?.sampleData
  const isExample = example !== undefined && example !== null
  const shown = isKnown ? value : example
  const root = dataNode(step.name, '', shown)
  const isWhole = root.children.length === 0
  const nodes = shown === undefined || shown === null ? [] : isWhole ? [root] : root.children
  return { source, nodes, isExample }
}

function SourceTree({
  source,
  nodes,
  isExample,
  isSearched,
}: {
  source: Source
  nodes: readonly DataNode[]
  isExample: boolean
  isSearched: boolean
}) {
  const bench = useBench()
  const t = useT(fieldTexts)
  const { step, number, isKnown } = source
  const [isOpen, setOpen] = useState(true)
  return (
    <div className="mb-1">
      <div className="flex items-center gap-1 rounded-md pr-1 hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpen}
          onMouseDown={keepFocus}
          onClick={() => setOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-2 px-1.5 py-1.5 text-left"
        >
          <ChevronRight
            size={13}
            aria-hidden="true"
            className={cx('shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
          />
          <StepIcon step={step} size={20} />
          <span className="truncate font-medium text-sm">
            {number}. {step.displayName || step.name}
          </span>
          {isExample && <span className="text-2xs text-faint">{t('dataExample')}</span>}
        </button>
        {isKnown && <InsertButton path={step.name} label={step.displayName} />}
      </div>
      {isOpen && nodes.length > 0 && <Nodes nodes={nodes} level={1} isOpen={isSearched} />}
      {isOpen && nodes.length === 0 && (
        <div className="flex items-center justify-between py-1 pr-1 pl-8">
          <span className="text-faint text-xs">{t('dataUntested')}</span>
          <button
            type="button"
            onClick={() => openStep(bench, step.name, 'test')}
            className="flex items-center gap-1 rounded-md px-1.5 py-0.5 text-accent-ink text-xs hover:bg-hover"
          >
            <FlaskConical size={12} aria-hidden="true" />
            {t('dataTest')}
          </button>
        </div>
      )}
    </div>
  )
}

function Nodes({ nodes, level, isOpen }: { nodes: readonly DataNode[]; level: number; isOpen: boolean }) {
  return (
    <ul>
      {nodes.map((node) => (
        <NodeRow key={node.path} node={node} level={level} startsOpen={isOpen || level < 2} />
      ))}
    </ul>
  )
}

function NodeRow({ node, level, startsOpen }: { node: DataNode; level: number; startsOpen: boolean }) {
  const bench = useBench()
  const [isOpen, setOpen] = useState(startsOpen)
  const hasChildren = node.children.length > 0
  return (
    <li>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is one way of two; the button is the other */}
      <div
        draggable
        onDragStart={(event) => event.dataTransfer.setData('text/plain', tokenOf(node.path))}
        className="group/row flex items-center gap-1 rounded-md pr-1 hover:bg-hover"
        style={{ paddingLeft: level * 14 }}
      >
        <button
          type="button"
          aria-expanded={hasChildren ? isOpen : undefined}
          aria-hidden={!hasChildren}
          tabIndex={hasChildren ? 0 : -1}
          aria-label={node.label}
          onMouseDown={keepFocus}
          onClick={() => setOpen(!isOpen)}
          className={cx('shrink-0 rounded-sm p-0.5 text-faint', !hasChildren && 'invisible')}
        >
          <ChevronRight
            size={12}
            aria-hidden="true"
            className={cx('transition-transform', isOpen && 'rotate-90')}
          />
        </button>
        <button
          type="button"
          title={node.path}
          data-path={node.path}
          onMouseDown={keepFocus}
          onClick={() => insert(bench, node.path)}
          className="flex min-w-0 flex-1 items-baseline gap-2 py-1 text-left"
        >
          <span className="shrink-0 text-sm">{node.label || node.path}</span>
          <span className="min-w-0 flex-1 truncate text-2xs text-faint">{node.preview}</span>
        </button>
        <InsertButton path={node.path} label={node.label} isQuiet />
      </div>
      {hasChildren && isOpen && (
        <Nodes nodes={node.children} level={level + 1} isOpen={startsOpen && level > 1} />
      )}
    </li>
  )
}

function InsertButton({ path, label, isQuiet = false }: { path: string; label: string; isQuiet?: boolean }) {
  const bench = useBench()
  const t = useT(fieldTexts)
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${t('dataInsert')} ${label}`}
      onMouseDown={keepFocus}
      onClick={() => insert(bench, path)}
      className={cx(
        'shrink-0 rounded-sm px-1.5 py-0.5 font-medium text-2xs text-accent-ink hover:bg-accent-soft',
        isQuiet && 'opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100',
      )}
    >
      {t('dataInsert')}
    </button>
  )
}

// The field keeps the focus, so that what is clicked goes to where its cursor is.
const keepFocus = (event: React.MouseEvent) => event.preventDefault()

const insert = ({ insertion }: Bench, path: string) => insertion.current?.(tokenOf(path))

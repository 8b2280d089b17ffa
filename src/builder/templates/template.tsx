import { ArrowLeft, Code, GitBranch, Repeat } from 'lucide-react'
import { Link } from 'wouter'
import type { Template } from '../../client/api.d.ts'
import { useTemplate } from '../api/templates.ts'
import { useMay } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { CategoryBadge } from '../ui/domain-badges.tsx'
import { Failure } from '../ui/empty.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { CopyForm } from './copy-form.tsx'
import { type OutlineLine, outlineOf } from './outline.ts'
import { templatesTexts } from './texts.ts'

/** One template: what it does, and a copy of it. */
export function TemplatePage({ id }: { id: string }) {
  const { data, error, refetch } = useTemplate(id)
  return (
    <Page>
      {data && <TemplateView template={data} />}
      {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <SkeletonRows />)}
    </Page>
  )
}

function TemplateView({ template }: { template: Template }) {
  const t = useT(templatesTexts)
  const may = useMay()
  return (
    <>
      <PageHeader
        title={template.name}
        above={
          <Link href="/templates" className="inline-flex items-center gap-1 hover:text-ink">
            <ArrowLeft size={14} aria-hidden="true" />
            {t('title')}
          </Link>
        }
        text={template.description}
      >
        <CategoryBadge category={template.flow_category} />
      </PageHeader>
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col gap-8">
          <section>
            <h2 className="mb-3 font-semibold text-base">{t('steps')}</h2>
            <ol className="card flex flex-col py-2">
              {outlineOf(template).map((line) => (
                <OutlineItem key={line.name} line={line} />
              ))}
            </ol>
          </section>
          {template.setup.length > 0 && (
            <section>
              <h2 className="mb-2 font-semibold text-base">{t('after')}</h2>
              <ul className="flex list-disc flex-col gap-1.5 pl-5 text-muted text-sm">
                {template.setup.map((text) => (
                  <li key={text} className="text-pretty">
                    {text}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        {may('workflows.create') && <CopyForm template={template} />}
      </div>
    </>
  )
}

const INDENT_PX = 28

function OutlineItem({ line }: { line: OutlineLine }) {
  const t = useT(templatesTexts)
  const { way } = line
  return (
    <li className="flex flex-col gap-0.5 px-4 py-1.5" style={{ paddingLeft: 16 + line.level * INDENT_PX }}>
      {way && (
        <span className="text-faint text-xs">
          {way.kind === 'branch' ? t('branch', { name: way.name }) : t(way.kind)}
        </span>
      )}
      <span className="flex items-center gap-2.5 text-sm">
        {line.piece ? (
          <PieceIcon piece={line.piece} size={24} className="border" />
        ) : (
          <span
            aria-hidden="true"
            className="flex size-6 items-center justify-center rounded-md bg-active text-muted [&>svg]:size-3.5"
          >
            {line.type === 'ROUTER' ? <GitBranch /> : line.type === 'CODE' ? <Code /> : <Repeat />}
          </span>
        )}
        {line.text}
      </span>
    </li>
  )
}

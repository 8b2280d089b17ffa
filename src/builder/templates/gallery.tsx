import { SearchX } from 'lucide-react'
import { Link } from 'wouter'
import type { Template } from '../../client/api.d.ts'
import { type TemplateFilter, useTemplates } from '../api/templates.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { categoryTexts } from '../i18n/domain-texts.ts'
import { language } from '../i18n/language.ts'
import { useT } from '../i18n/texts.ts'
import { usePreference } from '../preference.ts'
import { CategoryBadge } from '../ui/domain-badges.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFilters, useTypedFilter } from '../ui/filters.ts'
import { SearchInput, Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { SkeletonCards } from '../ui/skeleton.tsx'
import { DOORS } from '../workflows/doors.ts'
import { templatesTexts } from './texts.ts'

const FILTERS = ['search', 'flow_category', 'language'] as const
type Filters = ReturnType<typeof useFilters<(typeof FILTERS)[number]>>
const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-3'

/** All templates of a language, which is the page's unless another one is chosen. */
export function TemplateGallery() {
  const t = useT(templatesTexts)
  const [current] = usePreference(language)
  const filters = useFilters(FILTERS)
  const { search, flow_category, language: chosen } = filters.values
  const list = useTemplates({
    language: chosen || current,
    ...(search && { search }),
    ...(flow_category && { flow_category: flow_category as TemplateFilter['flow_category'] }),
  })
  return (
    <Page wide>
      <PageHeader title={t('title')} text={t('text')} />
      <Toolbar filters={filters} current={current} />
      <ListBody
        list={list}
        waiting={<SkeletonCards className={GRID} />}
        empty={<Empty icon={<SearchX />} title={t('noMatch')} text={t('noMatchText')} />}
      >
        {(templates) => (
          <ul className={GRID}>
            {templates.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </ul>
        )}
      </ListBody>
    </Page>
  )
}

function Toolbar({ filters: { values, set }, current }: { filters: Filters; current: string }) {
  const t = useT(templatesTexts)
  const common = useT(commonTexts)
  const category = useT(categoryTexts)
  const [typed, setTyped] = useTypedFilter({ values, set }, 'search')
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchInput
        value={typed}
        onValue={setTyped}
        label={t('search')}
        clearLabel={common('clear')}
        className="min-w-52 flex-1 sm:max-w-80"
      />
      <Select
        aria-label={t('category')}
        value={values.flow_category}
        onChange={(event) => set({ flow_category: event.target.value })}
        className="w-auto"
      >
        <option value="">{t('anyCategory')}</option>
        {DOORS.map((door) => (
          <option key={door} value={door}>
            {category(door)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('language')}
        value={values.language || current}
        onChange={(event) => set({ language: event.target.value })}
        className="w-auto"
      >
        <option value="en">English</option>
        <option value="es">Español</option>
      </Select>
    </div>
  )
}

const TemplateCard = ({ template }: { template: Template }) => (
  <li className="card relative flex flex-col gap-2 p-4 hover:border-line-strong hover:shadow-md">
    <div className="flex items-center gap-1.5">
      {template.pieces.map((piece) => (
        <PieceIcon key={piece} piece={piece} size={28} className="border" />
      ))}
    </div>
    <h2 className="mt-1 font-medium text-base leading-snug">
      <Link href={`/templates/${template.id}`} className="after:absolute after:inset-0 after:rounded-xl">
        {template.name}
      </Link>
    </h2>
    <p className="line-clamp-3 text-pretty text-muted text-sm">{template.description}</p>
    <div className="mt-auto pt-1">
      <CategoryBadge category={template.flow_category} />
    </div>
  </li>
)

import { TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'
import { useNotices } from '../api/notices.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { workflowsTexts } from './texts.ts'

const SHOWN = 5

/** What somebody should look at: workflows that nothing starts any more. */
export function Notices() {
  const t = useT(workflowsTexts)
  const { ago } = useFormats()
  const notices = useNotices().data?.data ?? []
  if (notices.length === 0) return null
  return (
    <section
      aria-label={t('givenUp', { count: notices.length })}
      className="mb-5 rounded-xl border border-warning/40 bg-warning-soft px-4 py-3"
    >
      <h2 className="flex items-center gap-2 font-medium text-sm text-warning-ink">
        <TriangleAlert size={15} aria-hidden="true" />
        {t('givenUp', { count: notices.length })}
      </h2>
      <ul className="mt-1.5 flex flex-col gap-1">
        {notices.slice(0, SHOWN).map(({ flow_id, flow_name, error, failures, created }) => (
          <li key={flow_id} className="text-sm">
            <Link href={`/workflows/${flow_id}`} className="font-medium underline-offset-2 hover:underline">
              {flow_name}
            </Link>
            <span className="text-muted">
              {' '}
              · {t('failures', { count: failures })}, {ago(created)}
              {error && <> · {error.message}</>}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-muted text-xs">{t('givenUpText')}</p>
    </section>
  )
}

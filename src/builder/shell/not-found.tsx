import { Compass } from 'lucide-react'
import { Link } from 'wouter'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

/** An address that leads nowhere. */
export function NotFound() {
  const t = useT(commonTexts)
  return (
    <Empty icon={<Compass />} title={t('notFoundTitle')} text={t('notFoundText')}>
      <Link href="/workflows" className={buttonClass()}>
        {t('toWorkflows')}
      </Link>
    </Empty>
  )
}

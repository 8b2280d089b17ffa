import { useT } from '../i18n/texts.ts'
import { toast } from '../ui/toast.tsx'
import { runsTexts } from './texts.ts'

interface Outcome {
  data: { ok: boolean; message?: string }[]
  has_more: boolean
}

/** Says how it went with several runs. */
export function useSayOutcome(): (outcome: Outcome) => void {
  const t = useT(runsTexts)
  return ({ data, has_more }) => {
    const failed = data.filter(({ ok }) => !ok)
    const count = data.length - failed.length
    const said =
      failed.length === 0
        ? t('done', { count })
        : t('doneSome', { count, failed: failed.length, message: failed[0]?.message ?? '' })
    toast(has_more ? `${said} ${t('more')}` : said, { kind: failed.length > 0 ? 'failed' : 'done' })
  }
}

import { useT } from '../i18n/texts.ts'
import { toast } from '../ui/toast.tsx'
import { campaignsTexts } from './texts.ts'

interface Imported {
  added: number
  skipped_count: number
  already_there_count: number
}

/** Says what became of a file of rows. */
export function useSayImported(): (imported: Imported) => void {
  const t = useT(campaignsTexts)
  return ({ added, skipped_count: skipped, already_there_count: there }) =>
    toast(t('imported', { added, skipped, there }))
}

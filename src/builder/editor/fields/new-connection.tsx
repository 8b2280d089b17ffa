import { ExternalLink } from 'lucide-react'
import { useT } from '../../i18n/texts.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { PieceInfo } from '../state/pieces.ts'
import { fieldTexts } from './texts.ts'

/** Makes a connection of a piece without leaving the step. */
export function NewConnection({
  piece,
  onClose,
}: {
  piece: PieceInfo
  onClose: () => void
  onMade: (id: string) => void
}) {
  const t = useT(fieldTexts)
  return (
    <Dialog open onClose={onClose} title={`${t('newConnection')}: ${piece.displayName}`}>
      <a href="/connections" target="_blank" rel="noreferrer" className={buttonClass({ look: 'primary' })}>
        <ExternalLink size={14} aria-hidden="true" />
        {t('manage')}
      </a>
    </Dialog>
  )
}

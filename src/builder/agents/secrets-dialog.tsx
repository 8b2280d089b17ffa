import type { Agent } from '../../client/api.d.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { agentSetupTexts } from './texts.ts'

/** What a platform proves itself with. Shown this once, so nothing but the button closes it. */
export function SecretsDialog({
  agent,
  secrets,
  onClose,
}: {
  agent: Pick<Agent, 'hook_url'>
  secrets: { bearer_secret: string; signing_secret: string }
  onClose: () => void
}) {
  const t = useT(agentSetupTexts)
  return (
    <Dialog
      open
      holds
      width="md"
      onClose={onClose}
      title={t('shownOnce')}
      description={t('shownOnceText')}
      footer={
        <Button look="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyField label={t('hookUrl')} value={agent.hook_url} />
        <CopyField label={t('bearer')} value={secrets.bearer_secret} />
        <CopyField label={t('signing')} value={secrets.signing_secret} />
      </div>
    </Dialog>
  )
}

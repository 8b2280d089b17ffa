import type { Agent } from '../../client/api.d.ts'
import { useT } from '../i18n/texts.ts'
import { ShownOnce } from '../ui/shown-once.tsx'
import { agentSetupTexts } from './texts.ts'

/** What an agent's platform proves itself with. */
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
    <ShownOnce
      title={t('shownOnce')}
      text={t('shownOnceText')}
      action={t('kept')}
      onClose={onClose}
      fields={[
        { label: t('hookUrl'), value: agent.hook_url },
        { label: t('bearer'), value: secrets.bearer_secret },
        { label: t('signing'), value: secrets.signing_secret },
      ]}
    />
  )
}

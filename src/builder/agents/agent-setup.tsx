import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Agent } from '../../client/api.d.ts'
import { useAgentActions } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { language } from '../i18n/language.ts'
import { say, useT } from '../i18n/texts.ts'
import { usePreference } from '../preference.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { toastError } from '../ui/toast.tsx'
import { usePlatformName } from './platform-name.ts'
import { platformSteps } from './platform-steps.ts'
import { platformOf } from './platforms.ts'
import { SecretsDialog } from './secrets-dialog.tsx'
import { agentSetupTexts } from './texts.ts'

/** How an agent's platform reaches us, step by step. */
export function AgentSetup({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <section className="flex flex-col gap-2">
        <CopyField label={t('hookUrl')} value={agent.hook_url} />
        <p className="text-muted text-sm">{t('hookText')}</p>
        <CopyField label={t('mcpUrl')} value={agent.mcp_url} />
        <p className="text-muted text-sm">{t('mcpText')}</p>
      </section>
      <Secrets agent={agent} />
      <section>
        <h2 className="mb-3 font-semibold text-base">{t('steps')}</h2>
        {agent.provider === 'simulator' && <p className="mb-4 text-muted text-sm">{t('simulatorText')}</p>}
        {platformOf(agent.provider).piece ? <PlatformSteps agent={agent} /> : <HttpSteps agent={agent} />}
      </section>
    </div>
  )
}

/** For a platform that speaks our own form. */
function HttpSteps({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const post = (path: string, body: string) => `POST ${agent.hook_url}${path}\n${body}`
  return (
    <ol className="flex flex-col gap-5">
      <Step number={1} text={t('step1')} />
      <Step number={2} text={t('step2')}>
        {post('/pre-call', '{"id": "call-1", "contact": {"identifier": "+34600000001"}}')}
      </Step>
      <Step number={3} text={t('step3')}>
        {post('/tools/<name>', '{"call_id": "call-1", "arguments": {}}')}
      </Step>
      <Step number={4} text={t('step4')}>
        {post(
          '/call-finished',
          '{"id": "call-1", "status": "completed", "messages": [{"role": "user", "content": "…"}]}',
        )}
      </Step>
    </ol>
  )
}

/** For a platform that we speak the language of. */
function PlatformSteps({ agent }: { agent: Agent }) {
  const [current] = usePreference(language)
  const platform = usePlatformName(agent.provider)
  return (
    <ol className="flex flex-col gap-5">
      {platformSteps(agent.provider).map(({ text, path }, index) => {
        const said = say(text, current, { platform })
        return (
          <Step key={said} number={index + 1} text={said}>
            {path !== undefined && `${agent.hook_url}${path}`}
          </Step>
        )
      })}
    </ol>
  )
}

const Step = ({ number, text, children }: { number: number; text: string; children?: ReactNode }) => (
  <li className="flex gap-3">
    <span
      aria-hidden="true"
      className="flex size-6 shrink-0 items-center justify-center rounded-full bg-active font-medium text-xs"
    >
      {number}
    </span>
    <div className="min-w-0 flex-1">
      <p className="text-pretty text-sm leading-6">{text}</p>
      {children && (
        <pre className="mt-2 whitespace-pre-wrap break-all rounded-lg border bg-sunken p-3 font-mono text-xs">
          {children}
        </pre>
      )}
    </div>
  </li>
)

function Secrets({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const may = useMay()
  const { rotate } = useAgentActions()
  const ask = async () => {
    const question = { title: t('rotateTitle'), text: t('rotateText'), action: t('rotate') }
    if (await confirm({ ...question, danger: true })) rotate.mutate(agent.id, { onError: toastError })
  }
  return (
    <section>
      <h2 className="mb-1 font-semibold text-base">{t('secrets')}</h2>
      <p className="mb-3 text-pretty text-muted text-sm">{t('secretsText')}</p>
      {may('agents.update') && (
        <Button onClick={ask} busy={rotate.isPending}>
          <RefreshCw size={14} aria-hidden="true" />
          {t('rotate')}
        </Button>
      )}
      {rotate.data && <SecretsDialog agent={agent} secrets={rotate.data} onClose={rotate.reset} />}
    </section>
  )
}

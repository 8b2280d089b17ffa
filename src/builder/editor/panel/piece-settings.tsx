import { isObject } from '../../../json.ts'
import { shortPieceName } from '../../../workflow/piece-name.ts'
import type { PieceStep } from '../../../workflow/piece-step.ts'
import type { Step } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useBench } from '../bench.ts'
import { ConnectionField } from '../fields/connection-field.tsx'
import { FieldsOf } from '../fields/fields-of.tsx'
import { useForm } from '../fields/form.ts'
import { stillNoted } from '../fields/noted.ts'
import { updateStep } from '../state/actions.ts'
import { Replacement } from './replacement.tsx'
import { panelTexts } from './texts.ts'

/** The fields of an action or trigger of a piece. */
export function PieceSettings({ step }: { step: PieceStep }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const { piece, part } = useForm()
  const { settings } = step
  const away = step.type === 'PIECE' ? { step: step.name } : {}
  if (!piece)
    return <Replacement text={t('missing', { name: shortPieceName(settings.pieceName) })} {...away} />
  if (!part) return <Replacement text={t('missingPart')} {...away} />
  const { input = {}, propertySettings = {} } = settings
  const change = (changed: object) =>
    updateStep(bench, step, { settings: { ...settings, ...changed } } as Partial<Step>)
  const setInput = (next: Record<string, unknown>) =>
    change({ input: next, propertySettings: stillNoted(part.props, propertySettings, input, next) })
  const isBare = piece.auth.length === 0 && Object.keys(part.props).length === 0
  return (
    <div className="flex flex-col gap-5 p-5">
      {part.description && <p className="text-pretty text-muted text-sm">{part.description}</p>}
      {step.type === 'PIECE_TRIGGER' && part.type === 'WEBHOOK' && <Address />}
      {piece.auth.length > 0 && (
        <ConnectionField value={input.auth} onValue={(auth) => setInput({ ...input, auth })} />
      )}
      <FieldsOf
        properties={part.props}
        value={input}
        onValue={setInput}
        path="settings.input"
        settings={propertySettings}
        onDynamic={(name, dynamic) => {
          const known = propertySettings[name]
          const type = dynamic ? 'DYNAMIC' : 'MANUAL'
          change({
            propertySettings: { ...propertySettings, [name]: { ...(isObject(known) ? known : {}), type } },
          })
        }}
      />
      {isBare && <p className="text-muted text-sm">{t('noFields')}</p>}
    </div>
  )
}

/** Where requests go that start the workflow. */
function Address() {
  const t = useT(panelTexts)
  const { workflowId } = useBench()
  const address = `${location.origin}/webhooks/${workflowId}`
  return (
    <div>
      <p className="mb-1.5 font-medium text-sm">{t('webhookAddress')}</p>
      <p className="flex items-center gap-1 rounded-md border bg-sunken py-1 pr-1 pl-2.5">
        <code className="min-w-0 flex-1 truncate text-xs">{address}</code>
        <CopyButton text={address} />
      </p>
      <p className="mt-1.5 text-muted text-xs">{t('webhookHint')}</p>
    </div>
  )
}

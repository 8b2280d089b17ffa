import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { Template } from '../../client/api.d.ts'
import { shortPieceName } from '../../workflow/piece-name.ts'
import { useConnections } from '../api/connections.ts'
import { useCopyTemplate } from '../api/templates.ts'
import { useMay } from '../api/who.ts'
import { ConnectionDialog } from '../connections/connection-dialog.tsx'
import { useT } from '../i18n/texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { templatesTexts } from './texts.ts'

/** What a copy needs: its name, its connections, and what stands in its placeholders. */
export function CopyForm({ template }: { template: Template }) {
  const t = useT(templatesTexts)
  const [, go] = useLocation()
  const copy = useCopyTemplate(template.id)
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const given = template.variables
      .map((name) => [name, String(fields.get(`variable:${name}`) ?? '').trim()] as const)
      .filter(([, value]) => value !== '')
    copy.mutate(
      {
        flow_name: String(fields.get('name')).trim() || null,
        variables: Object.fromEntries(given),
        connections: Object.entries(chosen)
          .filter(([, value]) => value !== '')
          .map(([key, value]) => ({ key, value })),
      },
      { onSuccess: ({ flow_id }) => go(`/workflows/${flow_id}`) },
    )
  }
  const isFunction = template.flow_category === 'during_call'
  return (
    <form onSubmit={save} className="card flex flex-col gap-5 p-5" aria-label={t('use')}>
      <h2 className="font-semibold text-base">{t('use')}</h2>
      <Field label={t('name')} hint={isFunction ? t('keepName') : undefined}>
        {(control) => <Input {...control} name="name" defaultValue={template.template.displayName} />}
      </Field>
      {template.connections.length > 0 && (
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-medium text-faint text-xs">{t('connections')}</legend>
          {template.connections.map((needed) => (
            <ConnectionChoice
              key={needed.key}
              needed={needed}
              value={chosen[needed.key] ?? ''}
              onValue={(value) => setChosen({ ...chosen, [needed.key]: value })}
            />
          ))}
        </fieldset>
      )}
      {template.variables.length > 0 && <VariableFields template={template} />}
      <FormError error={copy.error} />
      <Button type="submit" look="primary" busy={copy.isPending}>
        {t('copy')}
      </Button>
    </form>
  )
}

function VariableFields({ template: { variables, variable_descriptions } }: { template: Template }) {
  const t = useT(templatesTexts)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium text-faint text-xs">{t('settings')}</legend>
      {variables.map((name) => (
        <Field key={name} label={readable(name)} hint={variable_descriptions[name]}>
          {(control) => <Input {...control} name={`variable:${name}`} />}
        </Field>
      ))}
      <p className="text-muted text-xs">{t('fillLater')}</p>
    </fieldset>
  )
}

/** "Team email" for `team_email`. */
const readable = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')

function ConnectionChoice({
  needed,
  value,
  onValue,
}: {
  needed: Template['connections'][number]
  value: string
  onValue: (id: string) => void
}) {
  const t = useT(templatesTexts)
  const may = useMay()
  const [isMaking, setMaking] = useState(false)
  const { data = [] } = useConnections({ piece_name: shortPieceName(needed.piece_name) })
  return (
    <Field
      label={
        <span className="flex items-center gap-2">
          <PieceIcon piece={needed.piece_name} size={20} className="border" />
          {needed.name}
        </span>
      }
      hint={needed.description}
    >
      {(control) => (
        <div className="flex gap-1">
          <Select {...control} value={value} onChange={(event) => onValue(event.target.value)}>
            <option value="">{t('chooseLater')}</option>
            {data.map(({ id, display_name }) => (
              <option key={id} value={id}>
                {display_name}
              </option>
            ))}
          </Select>
          {may('connections.create') && (
            <IconButton label={`${t('newConnection')}: ${needed.name}`} onClick={() => setMaking(true)}>
              <Plus size={15} />
            </IconButton>
          )}
          {isMaking && (
            <ConnectionDialog piece={needed.piece_name} onDone={onValue} onClose={() => setMaking(false)} />
          )}
        </div>
      )}
    </Field>
  )
}

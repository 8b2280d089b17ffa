import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { compileTemplate, connectionIds } from '../../../expression/template.ts'
import { shortPieceName } from '../../../workflow/piece-name.ts'
import { useConnections } from '../../api/connections.ts'
import { ConnectionDialog } from '../../connections/connection-dialog.tsx'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { useBench } from '../bench.ts'
import { ChoiceInput } from './choice-input.tsx'
import { FieldFrame } from './field-frame.tsx'
import { issueAt, saidOf, useForm } from './form.ts'
import { fieldTexts } from './texts.ts'

/** Which connection a step uses; a new one is made right here. */
export function ConnectionField({ value, onValue }: { value: unknown; onValue: (value: string) => void }) {
  const id = useId()
  const t = useT(fieldTexts)
  const { isReadOnly } = useBench()
  const { issues, part, piece } = useForm()
  const { data: connections = [], isLoading } = useConnections()
  const [isMaking, setMaking] = useState(false)
  if (!piece) return null
  const fitting = connections.filter(({ piece_name }) => shortPieceName(piece_name) === piece.short)
  const issue = issueAt(issues, 'settings.input.auth')
  const use = (connection: string) => onValue(`{{connections['${connection}']}}`)
  return (
    <FieldFrame
      id={id}
      path="settings.input.auth"
      label={t('connection')}
      isRequired
      error={issue && saidOf(issue, part)}
    >
      <span className="flex gap-2">
        <ChoiceInput
          id={id}
          value={connectionIds(compileTemplate(value))[0]}
          onValue={(chosen) => chosen !== undefined && use(String(chosen))}
          isInvalid={issue?.severity === 'error'}
          isLoading={isLoading}
          placeholder={fitting.length === 0 ? t('noConnections') : t('chooseConnection')}
          options={fitting.map((connection) => ({
            value: connection.id,
            label:
              connection.status === 'ACTIVE'
                ? connection.display_name
                : `${connection.display_name} (${t('broken')})`,
          }))}
        />
        {!isReadOnly && (
          <Button onClick={() => setMaking(true)}>
            <Plus size={14} aria-hidden="true" />
            {t('newConnection')}
          </Button>
        )}
      </span>
      {isMaking && (
        <ConnectionDialog
          piece={piece.short}
          onClose={() => setMaking(false)}
          onDone={(connection) => {
            setMaking(false)
            use(connection)
          }}
        />
      )}
    </FieldFrame>
  )
}

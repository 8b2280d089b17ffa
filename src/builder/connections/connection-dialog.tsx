import { Command } from 'cmdk'
import { type FormEvent, useState } from 'react'
import type { Connection, Piece } from '../../client/api.d.ts'
import { useConnectionActions } from '../api/connections.ts'
import { useOAuthLogin } from '../api/oauth.ts'
import { usePiece, usePieces } from '../api/pieces.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Failure } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { authKindsOf, credentialsFrom, initialValues, isLogin, missingFields, propsFrom } from './auth.ts'
import { AuthFields } from './auth-fields.tsx'
import { NO_APP, OwnApp } from './own-app.tsx'
import { connectionDialogTexts } from './texts.ts'

interface DialogProps {
  onClose: () => void
  /** with the id of the connection that was made or renewed */
  onDone?: (id: string) => void
}

/**
 * Makes a connection, of the piece that is given or of one to choose; with a connection, renews its credentials.
 * Also opened from the editor, beside a step that needs one.
 */
export function ConnectionDialog({
  piece,
  connection,
  onClose,
  onDone,
}: DialogProps & { piece?: string; connection?: Connection }) {
  const t = useT(connectionDialogTexts)
  const [chosen, setChosen] = useState(connection?.piece_name ?? piece ?? '')
  const { data, error } = usePiece(chosen)
  if (!chosen) {
    return (
      <Dialog open onClose={onClose} title={t('choose')}>
        <PieceChoice onPick={setChosen} />
      </Dialog>
    )
  }
  const title = connection
    ? t('reconnect', { name: connection.display_name })
    : t('connect', { piece: data?.displayName ?? '…' })
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <span className="flex items-center gap-2.5">
          <PieceIcon piece={chosen} size={26} className="border" />
          {title}
        </span>
      }
    >
      {error && <Failure error={error} />}
      {!data && !error && <SkeletonRows rows={3} />}
      {data && <ConnectionForm piece={data} connection={connection} onClose={onClose} onDone={onDone} />}
    </Dialog>
  )
}

/** Pieces that connections are made for. */
function PieceChoice({ onPick }: { onPick: (piece: string) => void }) {
  const t = useT(connectionDialogTexts)
  const common = useT(commonTexts)
  const pieces = usePieces().data?.filter(({ auth, name }) => auth || name.endsWith('piece-http')) ?? []
  return (
    <Command label={t('choose')} loop>
      <Command.Input placeholder={t('searchPieces')} autoFocus className="control mb-2" />
      <Command.List className="h-80 overflow-y-auto">
        <Command.Empty className="py-8 text-center text-muted text-sm">
          {common('nothingFound')}
        </Command.Empty>
        {pieces.map(({ name, displayName }) => (
          <Command.Item
            key={name}
            value={displayName}
            onSelect={() => onPick(name)}
            className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-active"
          >
            <PieceIcon piece={name} size={24} className="border" />
            {displayName}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

function ConnectionForm({
  piece,
  connection,
  onClose,
  onDone,
}: DialogProps & { piece: Piece; connection?: Connection }) {
  const t = useT(connectionDialogTexts)
  const form = useConnectionForm(piece, connection, (id) => {
    toast(t('connected'))
    onDone?.(id)
    onClose()
  })
  const { kinds, kind, values } = form
  if (!kind) return null
  return (
    <form onSubmit={form.save} className="flex flex-col gap-4 pb-1">
      {!connection && (
        <Field label={t('name')} required>
          {(control) => (
            <Input {...control} value={form.name} onChange={(event) => form.setName(event.target.value)} />
          )}
        </Field>
      )}
      {kinds.length > 1 && (
        <Field label={t('way')}>
          {(control) => (
            <Select
              {...control}
              value={kinds.indexOf(kind)}
              onChange={(event) => form.choose(Number(event.target.value))}
            >
              {kinds.map((each, index) => (
                <option key={each.type} value={index}>
                  {isLogin(each) ? t('login', { piece: piece.displayName }) : each.displayName}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {isLogin(kind) && (
        <p className="text-pretty text-muted text-sm">{t('loginText', { piece: piece.displayName })}</p>
      )}
      <AuthFields kind={kind} values={values} missing={form.missing} onValue={form.setValue} />
      {isLogin(kind) && <OwnApp value={form.app} onValue={form.setApp} />}
      <FormError error={form.error} />
      {form.wasClosed && <p className="text-muted text-sm">{t('notConnected')}</p>}
      <FormActions onCancel={onClose} busy={form.isBusy}>
        {isLogin(kind) ? t('login', { piece: piece.displayName }) : t('save')}
      </FormActions>
    </form>
  )
}

function useConnectionForm(piece: Piece, connection: Connection | undefined, onDone: (id: string) => void) {
  const kinds = authKindsOf(piece)
  const before = connection ? kinds.findIndex(({ type }) => type === connection.type) : 0
  const [index, setIndex] = useState(Math.max(0, before))
  const kind = kinds[index]
  const [name, setName] = useState(piece.displayName)
  const [values, setValues] = useState(() => (kind ? initialValues(kind) : {}))
  const [missing, setMissing] = useState<string[]>([])
  const [app, setApp] = useState(NO_APP)
  const { create, reconnect } = useConnectionActions()
  const login = useOAuthLogin()
  const target = connection
    ? { connection_id: connection.id }
    : { piece_name: piece.name, display_name: name.trim() || piece.displayName }
  const save = (event: FormEvent) => {
    event.preventDefault()
    // The dialog may stand within another form, which React would send too.
    event.stopPropagation()
    if (!kind) return
    const lacking = missingFields(kind, values)
    setMissing(lacking)
    if (lacking.length > 0) return
    if (isLogin(kind)) {
      const body = { ...target, ...(app.client_id && app), props: propsFrom(kind, values) }
      return login.mutate(body, { onSuccess: (id) => id && onDone(id) })
    }
    const credentials = credentialsFrom(kind, values)
    const then = { onSuccess: ({ id }: Connection) => onDone(id) }
    if (connection) reconnect.mutate({ id: connection.id, ...credentials }, then)
    else create.mutate({ ...credentials, piece_name: piece.name, display_name: name.trim() }, then)
  }
  return {
    kinds,
    kind,
    choose(next: number) {
      setIndex(next)
      setMissing([])
      const chosen = kinds[next]
      if (chosen) setValues(initialValues(chosen))
    },
    name,
    setName,
    values,
    setValue: (field: string, value: unknown) => setValues({ ...values, [field]: value }),
    missing,
    app,
    setApp,
    save,
    isBusy: create.isPending || reconnect.isPending || login.isPending,
    error: create.error ?? reconnect.error ?? login.error,
    wasClosed: login.isSuccess && login.data === undefined,
  }
}

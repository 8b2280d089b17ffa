import { FlaskConical, MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Connection } from '../../client/api.d.ts'
import { useConnectionActions } from '../api/connections.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { NameDialog } from '../ui/name-dialog.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ConnectionDialog } from './connection-dialog.tsx'
import { connectionsTexts } from './texts.ts'

/** What can be done to one connection. One that is in use can't be deleted: the refusal names who uses it. */
export function ConnectionMenu({ connection }: { connection: Connection }) {
  const t = useT(connectionsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const [open, setOpen] = useState<'rename' | 'reconnect'>()
  const { test, rename, remove } = useConnectionActions()
  const { id, display_name: name } = connection
  const close = () => setOpen(undefined)
  const tryOut = () =>
    test.mutate(id, {
      onSuccess: ({ success, error }) =>
        success
          ? toast(t('testGood', { name }))
          : toast(t('testBad', { name, message: error?.message ?? '' }), { kind: 'failed' }),
      onError: toastError,
    })
  const askAndRemove = async () => {
    const question = { title: t('deleteTitle', { name }), text: t('deleteText'), action: common('delete') }
    if (await confirm({ ...question, danger: true })) remove.mutate(id, { onError: toastError })
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('actionsOf', { name })}>
            {test.isPending ? <Spinner /> : <MoreHorizontal size={16} />}
          </IconButton>
        }
      >
        <MenuItem icon={<FlaskConical />} disabled={!may('connections.update')} onSelect={tryOut}>
          {t('test')}
        </MenuItem>
        <MenuItem
          icon={<RefreshCw />}
          disabled={!may('connections.update')}
          onSelect={() => setOpen('reconnect')}
        >
          {t('reconnect')}
        </MenuItem>
        <MenuItem icon={<Pencil />} disabled={!may('connections.update')} onSelect={() => setOpen('rename')}>
          {common('rename')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Trash2 />} danger disabled={!may('connections.delete')} onSelect={askAndRemove}>
          {common('delete')}
        </MenuItem>
      </Menu>
      {open === 'reconnect' && <ConnectionDialog connection={connection} onClose={close} />}
      {open === 'rename' && (
        <NameDialog
          title={t('renameTitle')}
          initial={name}
          action={common('save')}
          onSave={(next) => rename.mutateAsync({ id, name: next })}
          onClose={close}
        />
      )}
    </>
  )
}
